"""Exchange: a plan in from a spreadsheet, and out to the tools people have.

Reads a workbook or CSV file in Norwegian or English, or a problem with a plan. Gives the moves that
could be understood and a note for every row that could not, or the bytes of a workbook, a calendar
or a project file. Promises that no row is lost without a note, and the same bytes for the same plan.
"""

from grunnmur.plan.exchange.calendar import calendar
from grunnmur.plan.exchange.project_file import project_file
from grunnmur.plan.exchange.sheet import Sheet, read_sheets
from grunnmur.plan.exchange.spreadsheet import Imported, import_plan
from grunnmur.plan.exchange.workbook import workbook

__all__ = [
    "Imported",
    "Sheet",
    "calendar",
    "import_plan",
    "project_file",
    "read_sheets",
    "workbook",
]
