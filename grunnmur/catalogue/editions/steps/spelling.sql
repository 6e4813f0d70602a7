select distinct version as spelling from advisory_product where version is not null
