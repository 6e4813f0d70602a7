-- Every statement of versions beside every version in use, once.
select distinct concerned, software_version from noticed_asset where concerned is not null order by all
