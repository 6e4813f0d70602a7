select distinct version as spelling from given
