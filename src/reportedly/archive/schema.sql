-- The whole schema of an archive, as a new file gets it. Version 3.
--
-- `reports.record` holds each coded report whole, as its JSON; every other table but `inputs` is derived from it and
-- can be rebuilt. Reports keep their number `n` when they are coded again, so tables that later versions add
-- (reviews, incidents) may refer to it; events and attributions are named by (report, id).
-- A change here needs a numbered file in migrations/ that brings older archives to the same schema.

CREATE TABLE reports (
    n INTEGER PRIMARY KEY,              -- order of arrival
    id TEXT NOT NULL UNIQUE,            -- sha256:…
    name TEXT,                          -- file name or row id it came under
    url TEXT,
    outlet TEXT,
    title TEXT,
    published TEXT,                     -- YYYY-MM-DD
    language TEXT,
    coder TEXT NOT NULL,                -- version of the coder that made the record
    record TEXT NOT NULL                -- the coded report, one line of JSON
);
CREATE INDEX reports_in_order ON reports (published, name, id);

CREATE TABLE events (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    id TEXT NOT NULL,                   -- e1, e2, … within the report
    position INTEGER NOT NULL,          -- place in the record's list, from 0
    trigger_text TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    earliest TEXT,                      -- YYYY-MM-DD, both inclusive
    latest TEXT,
    granularity TEXT,
    own_voice INTEGER NOT NULL,         -- 1: the outlet says it itself
    root TEXT,                          -- sources.key of its root; NULL in the outlet's own voice
    same_as TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (report, id)
) WITHOUT ROWID;
CREATE INDEX events_by_type ON events (type, mode);
CREATE INDEX events_by_day ON events (earliest, latest);
CREATE INDEX events_by_root ON events (root);

CREATE TABLE attributions (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    source_text TEXT,
    source_name TEXT,
    source_key TEXT,                    -- sources.key; NULL: no source named
    source_kind TEXT,
    cue TEXT,
    content_start INTEGER NOT NULL,     -- code points in the report's text, end exclusive
    content_end INTEGER NOT NULL,
    manner TEXT NOT NULL,
    stance TEXT NOT NULL,
    likelihood TEXT,
    likelihood_low REAL,
    likelihood_high REAL,
    via TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (report, id)
) WITHOUT ROWID;
CREATE INDEX attributions_by_source ON attributions (source_key);

CREATE TABLE actors (
    report INTEGER NOT NULL,
    event TEXT NOT NULL,
    role TEXT NOT NULL,                 -- actor | recipient
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    country TEXT,                       -- ISO 3166-1 alpha-3
    sector TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (report, event, role, position),
    FOREIGN KEY (report, event) REFERENCES events (report, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX actors_by_country ON actors (country);

CREATE TABLE places (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    event TEXT NOT NULL,                -- event that happened there; '' for a mention in the report's list of places
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    name TEXT,                          -- NULL: not resolved
    geonameid INTEGER,
    lat REAL,                           -- WGS 84 degrees
    lon REAL,
    country TEXT,
    admin1 TEXT,
    precision TEXT,
    relation TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (report, event, position)
) WITHOUT ROWID;
CREATE INDEX places_by_country ON places (country, admin1);
CREATE INDEX places_by_geonameid ON places (geonameid);

CREATE TABLE tolls (
    report INTEGER NOT NULL,
    event TEXT NOT NULL,
    position INTEGER NOT NULL,
    outcome TEXT NOT NULL,              -- killed | injured | missing | captured | displaced
    low INTEGER,                        -- inclusive; an open side is NULL
    high INTEGER,
    text TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (report, event, position),
    FOREIGN KEY (report, event) REFERENCES events (report, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- On whose word: one row for each source in the chain of each claim. A claim is an event, or an attribution through
-- which no other came. The root is the innermost named source of the chain; the others carry it.
CREATE TABLE sources (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    claim TEXT NOT NULL,                -- id of the event or attribution
    position INTEGER NOT NULL,          -- place in the chain, outermost first
    claim_kind TEXT NOT NULL,           -- event | attribution
    role TEXT NOT NULL,                 -- root | carrier | own voice
    key TEXT NOT NULL,                  -- '' where no source is named
    name TEXT,
    kind TEXT,
    PRIMARY KEY (report, claim_kind, claim, position)
) WITHOUT ROWID;
CREATE INDEX sources_by_key ON sources (key, role);

-- Every input that was read has one row here, or was counted in `seen_again` of the row it repeats; so
-- read = coded + set aside + failed + sum(seen_again) always holds.
CREATE TABLE inputs (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- what makes it the same input
    name TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('coded', 'set aside', 'failed')),
    reason TEXT,
    detail TEXT,
    report INTEGER REFERENCES reports (n),
    seen_again INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inputs_by_report ON inputs (report);

-- SQLite ends a text at its first NUL; for the search each counts as a space.
CREATE VIEW report_texts AS
    SELECT n, json_extract(replace(record, '\u0000', '\u0020'), '$.report.text') AS text FROM reports;
CREATE VIRTUAL TABLE report_search USING fts5 (
    text, content = 'report_texts', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Which incident each event was grouped into; once grouped, later runs leave it there.
CREATE TABLE incident_members (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    event TEXT NOT NULL,
    mark TEXT NOT NULL,                 -- type and trigger: a report coded anew may give the id to another event
    incident TEXT NOT NULL,
    PRIMARY KEY (report, event)
) WITHOUT ROWID;
CREATE INDEX incident_members_by_incident ON incident_members (incident);

-- What people decided about incidents, in the order in which they did; rows are only ever added.
CREATE TABLE reviews (
    n INTEGER PRIMARY KEY,
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'set', 'undo')),
    incident TEXT NOT NULL,
    detail TEXT NOT NULL,               -- JSON: what the action needs beside the incident
    who TEXT NOT NULL,
    at TEXT NOT NULL,                   -- UTC, ISO 8601
    why TEXT NOT NULL
);
