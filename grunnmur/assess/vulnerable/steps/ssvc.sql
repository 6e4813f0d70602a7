-- CISA's decision table (SSVC guide, 2022) for things of low, medium and high importance:
-- 3 act, 2 attend, 1 track closely, 0 track.
from (values
    (0, false, false, 0, 0, 0), (0, false, true, 0, 0, 1), (0, true, false, 0, 0, 2), (0, true, true, 0, 0, 2),
    (1, false, false, 0, 0, 1), (1, false, true, 0, 1, 2), (1, true, false, 0, 0, 2), (1, true, true, 0, 1, 2),
    (2, false, false, 0, 0, 2), (2, false, true, 0, 2, 3), (2, true, false, 2, 2, 3), (2, true, true, 2, 3, 3)
) as t(exploit_point, automatic, total, low, medium, high)
