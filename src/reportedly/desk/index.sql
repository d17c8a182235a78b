-- The tables of the desk's index, held in memory: the archive's events flat, with people's corrections and the numbers
-- of their incidents, so that one condition of `filters.py` finds them. Made anew whenever the archive has changed.

CREATE TABLE report (
    id TEXT PRIMARY KEY,                -- sha256:…
    short TEXT NOT NULL,                -- its first ten hex digits
    name TEXT,
    outlet TEXT,
    title TEXT,
    published TEXT,                     -- YYYY-MM-DD
    language TEXT,
    events INTEGER NOT NULL,
    copy_of TEXT                        -- the report whose words this one tells
);

CREATE TABLE event (
    n INTEGER PRIMARY KEY,              -- in the archive's order, from 0
    report TEXT NOT NULL,
    id TEXT NOT NULL,                   -- e1, e2, … within the report
    name TEXT NOT NULL,                 -- 1a2b3c4d5e:e1
    incident TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    certainty TEXT NOT NULL,            -- stated | graded | expected | denied: see filters.CERTAINTIES
    trigger TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,     -- code points in the report's text
    earliest TEXT,
    latest TEXT,
    granularity TEXT,
    published TEXT,
    outlet TEXT,
    outlet_folded TEXT NOT NULL,        -- in lower case
    title TEXT,
    place TEXT,                         -- the gazetteer's name, else the report's words
    place_text TEXT,
    place_folded TEXT NOT NULL,         -- both, in lower case
    geonameid INTEGER,
    lat REAL,
    lon REAL,
    country TEXT,
    admin1 TEXT,
    precision TEXT,
    relation TEXT,
    place_confidence REAL,
    killed_low INTEGER, killed_high INTEGER,
    injured_low INTEGER, injured_high INTEGER,
    missing_low INTEGER, missing_high INTEGER,
    captured_low INTEGER, captured_high INTEGER,
    displaced_low INTEGER, displaced_high INTEGER,
    actors TEXT NOT NULL,               -- names, separated by "; "
    recipients TEXT NOT NULL,
    own_voice INTEGER NOT NULL,
    root TEXT,                          -- name of the root source; NULL in the outlet's own voice, '' when nobody is named
    root_key TEXT,
    chain TEXT NOT NULL,                -- sources from the outermost to the root, joined by " ← "
    likelihood TEXT,
    roots INTEGER NOT NULL,             -- independent roots of its incident
    confidence REAL NOT NULL,
    corrected INTEGER NOT NULL,         -- 1: a person set a field of it
    accepted INTEGER NOT NULL           -- 1: a person has read it and let it stand as it is
);

CREATE TABLE party (
    event INTEGER NOT NULL,
    role TEXT NOT NULL,                 -- actor | recipient
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    country TEXT
);

CREATE TABLE voice (
    event INTEGER NOT NULL,
    role TEXT NOT NULL,                 -- root | carrier | own voice
    key TEXT NOT NULL,
    name TEXT,
    folded TEXT NOT NULL
);
