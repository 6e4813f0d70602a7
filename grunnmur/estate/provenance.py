"""Tables that say where everything else comes from."""

from grunnmur.estate.declare import Table, choice, flag, instant, text, whole
from grunnmur.estate.declare import day as day_column

RUN = Table(
    "run",
    "One run of the sentence: what it read and with what.",
    (
        text("run_id", "the run's id", key=True),
        day_column("on_date", "the day the estate is judged for"),
        instant("started_at", "when the run began"),
        text("input_digest", "digest of everything that was read"),
        text("code_version", "version of grunnmur"),
        text("catalogue_edition", "edition of the knowledge that was used"),
        text("parameters", "settings that shape the result, as JSON"),
    ),
)
SOURCE = Table(
    "source",
    "One row a source of the estate directory: every row in it is claimed or noted.",
    (
        text("source", "the source's name", key=True),
        text("format", "the format it was read as"),
        text("path", "where it was read from"),
        instant("seen_at", "when the source saw the world, as far as known"),
        whole("records", "rows it holds = claimed + noted"),
        whole("claimed", "rows that gave at least one claim"),
        whole("noted", "rows that gave no claim and have a note"),
    ),
)
RECORD = Table(
    "record",
    "Which thing each source row is about: one row, one thing.",
    (
        text("source", "the source's name", key=True),
        text("record_key", "the row's key within its source", key=True),
        text("noun", "kind of noun", key=True),
        text("entity_id", "the thing"),
    ),
)
ENTITY = Table(
    "entity",
    "Ids are kept from run to run and never reused.",
    (
        text("noun", "kind of noun", key=True),
        text("entity_id", "the id", key=True),
        text("born_run_id", "the run that first gave the id"),
        text("merged_into_id", "the id that took over, when two things turned out to be one"),
        text("split_from_id", "the id this came out of, when one thing turned out to be two"),
    ),
)
IDENTIFIER = Table(
    "identifier",
    "Every identifier a source gave a thing.",
    (
        text("noun", "kind of noun", key=True),
        text("entity_id", "the thing", key=True),
        text("kind", "serial, uuid, mac, fqdn, sid, udi_di, inventory_no, purl…", key=True),
        text("value", "the identifier, normalised", key=True),
        flag("shared", "more than one thing carries it, so it identifies none"),
    ),
)
EVIDENCE = Table(
    "evidence",
    "Every claim about every attribute; the chosen one stands in the noun's table.",
    (
        text("noun", "table the attribute belongs to", key=True),
        text(
            "entity_id",
            "the thing; for tables that are no noun their key joined by |; empty where a reference named nothing",
            key=True,
        ),
        text("attribute", "column name", key=True),
        text("value", "what the source said", key=True),
        text("source", "who said it", key=True),
        text("record_key", "in which row", key=True),
        instant("seen_at", "when it was seen"),
        flag("chosen", "whether this claim won"),
    ),
)
NOTE = Table(
    "note",
    "What was left out, unknown or doubtful.",
    (
        text("source", "the source, or the verb", key=True),
        text("place", "file and line, or the thing", key=True),
        text("code", "what kind of note; the words are in text", key=True),
        text("facts", "the particulars, as JSON", key=True),
    ),
)
DECISION = Table(
    "decision",
    "What people decided; append-only.",
    (
        text("decision_id", "id", key=True),
        choice(
            "kind",
            "same not_same name hub scope accept_risk pin forbid approve",
            "kind of decision",
        ),
        text("subject_kind", "noun of the subject"),
        text("subject_id", "the subject"),
        text("organisation_id", "on whose behalf"),
        text("value", "what was decided"),
        text("reason", "why"),
        text("decided_by", "who"),
        instant("decided_at", "when"),
        day_column("valid_to", "last day it holds"),
    ),
)
VISIBILITY = Table(
    "visibility",
    "Who may see a thing: owner, operator, controller, users, tenants; other rows inherit from their subject.",
    (
        text("noun", "kind of noun", key=True),
        text("entity_id", "the thing", key=True),
        text("organisation_id", "the organisation that may see it", key=True),
    ),
)
COVERAGE = Table(
    "coverage",
    "How much of each class each source saw, and an estimate of what none saw.",
    (
        text("asset_kind", "kind of asset", key=True),
        text("source", "the source; * is all of them together", key=True),
        whole("seen", "things of this kind the source saw"),
        whole("of", "things of this kind any source saw"),
        whole("estimated", "estimated number there is (Chao's lower bound), on the * row"),
    ),
)
IDENTITY_CHANGE = Table(
    "identity_change",
    "Merges and splits against the run before, so that they can be undone.",
    (
        text("noun", "kind of noun", key=True),
        choice("change", "merged split", "what happened", key=True),
        text("entity_id", "the id that stays", key=True),
        text("other_id", "the id that went or came", key=True),
        text("records", "the rows that moved, as JSON"),
    ),
)
TABLES = (
    RUN,
    SOURCE,
    RECORD,
    ENTITY,
    IDENTIFIER,
    EVIDENCE,
    NOTE,
    DECISION,
    VISIBILITY,
    COVERAGE,
    IDENTITY_CHANGE,
)
