-- Whose word decides where origins differ about a product: who analysed the record, then who published it.
from (values ('nvd', 1), ('anchore', 2), ('cisa', 3), ('cve', 4), ('csaf', 5)) as t(origin, turn)
