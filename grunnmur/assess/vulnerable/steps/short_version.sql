-- Readings that say less than the edition does: "2.4" of a product whose releases are 2.4.57. Three numbers are whole; two
-- are when the edition knows a release written like it; one never is.
with longer as (
    select distinct k.product, k.version
    from reading_key k
    join ranked_release r on r.product = k.product and r.point >= k.beginning and r.point < k.beginning || '~'
    where k.numbers between 1 and 2
), whole as (
    select distinct k.product, k.version
    from reading_key k join ranked_release r on r.product = k.product and r.point = k.point and r.numbers <= k.numbers
    where k.numbers = 2
)
select l.product, l.version from longer l anti join whole w on w.product = l.product and w.version = l.version
