"""Every error that reportedly raises on purpose, in one tree.

    ReportedlyError
    ├── IntakeError                  input that can't become a report
    │   ├── MissingInput             no such file or folder
    │   ├── UnreadableInput          binary, wrong encoding, broken archive, not what its ending says
    │   ├── BrokenRow                one row of a table is not usable (its number is in the message)
    │   └── TooLarge                 a text or line is over its bound
    ├── BadDate                      a date that is no date
    ├── ReaderError                  weights missing, damaged, or of another version
    ├── BadReview                    a decision about an incident that can't be applied
    │   └── StaleReview              somebody else decided about the same incident meanwhile
    ├── DataError                    a data file of the package is missing or malformed
    ├── ArchiveError
    │   ├── CorruptArchive           the file is no archive, or is damaged
    │   ├── NewerArchive             written by a newer version of reportedly
    │   ├── ReadOnlyArchive          can't be written here
    │   ├── ArchiveFull              no space left on the disk
    │   └── UnknownRecord            no event, attribution or report has this id
    ├── ExportError                  a file can't be written in the format asked for
    └── DeskError                    a request to the desk that can't be answered
        ├── BadFilter                a filter in a link that is none
        └── Refused                  a request that the desk doesn't let through

A message says what was expected and what came.
"""


class ReportedlyError(Exception):
    """The root: catch it to catch all of them."""


class IntakeError(ReportedlyError):
    """Input that can't become a report."""


class MissingInput(IntakeError):
    """No such file or folder."""


class UnreadableInput(IntakeError):
    """Binary, wrongly encoded, truncated, or not what its ending says."""


class BrokenRow(IntakeError):
    """One row of a table is not usable; the message names its line number."""


class TooLarge(IntakeError):
    """A text, line or file is over its bound."""


class BadDate(ReportedlyError):
    """A date that is no date; dates are written YYYY-MM-DD."""


class ReaderError(ReportedlyError):
    """The reader's weights are missing, damaged, or of another version."""


class BadReview(ReportedlyError):
    """A decision about an incident that can't be applied."""


class StaleReview(BadReview):
    """Somebody else decided about the same incident after this decision's page was made."""


class DataError(ReportedlyError):
    """A data file of the package is missing or malformed."""


class ArchiveError(ReportedlyError):
    """Something is wrong with an archive file."""


class CorruptArchive(ArchiveError):
    """The file is no archive of reportedly, or is damaged."""


class NewerArchive(ArchiveError):
    """The archive was written by a newer version of reportedly."""


class ReadOnlyArchive(ArchiveError):
    """The archive can't be written."""


class ArchiveFull(ArchiveError):
    """No space is left where the archive lies."""


class UnknownRecord(ArchiveError):
    """No report, event or attribution has this id."""


class ExportError(ReportedlyError):
    """A file can't be written in the format asked for."""


class DeskError(ReportedlyError):
    """A request to the desk that can't be answered."""


class BadFilter(DeskError):
    """A filter in a link that is none."""


class Refused(DeskError):
    """A request that the desk doesn't let through: wrong host, no token, another site's form."""
