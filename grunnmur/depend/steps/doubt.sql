-- How much there is, and what of it is doubtful.
select
  (select coalesce(sum(flows), 0) from sighting) as flows,
  (select coalesce(sum(flows), 0) from sighting where misended and left_out is null) as misended,
  (select coalesce(sum(there + back), 0) from direction where rank is null) as undirected
