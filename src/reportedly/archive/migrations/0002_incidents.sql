CREATE TABLE incident_members (
    report INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
    event TEXT NOT NULL,
    mark TEXT NOT NULL,                 -- type and trigger: a report coded anew may give the id to another event
    incident TEXT NOT NULL,
    PRIMARY KEY (report, event)
) WITHOUT ROWID;
CREATE INDEX incident_members_by_incident ON incident_members (incident);

CREATE TABLE reviews (
    n INTEGER PRIMARY KEY,
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'set', 'undo')),
    incident TEXT NOT NULL,
    detail TEXT NOT NULL,               -- JSON: what the action needs beside the incident
    who TEXT NOT NULL,
    at TEXT NOT NULL,                   -- UTC, ISO 8601
    why TEXT NOT NULL
);
