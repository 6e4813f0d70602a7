select * from given where product <> '' and identifier <> ''
