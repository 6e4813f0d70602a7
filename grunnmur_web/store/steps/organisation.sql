-- Organisations; `words` is what the list of suppliers is searched by.
select *, words_of(name) as words from organisation
