"""Rosters as each LMS gives them, and exports to them."""

import csv

from autograder.lms.exports import Export, Exported
from autograder.lms.roster import Roster
from autograder.lms.system import Points
from autograder.lms.systems import find_system
from autograder.results.grade import Grade

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (55),Digits (77),Assignments Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,100,(read only)
"Doe, Jane",101,s1,jdoe,Deep Learning,9,,
"O'Neil, Zoë",102,s2,zoneil,Deep Learning,8,33,
"=Roe, John",103,s3,jroe,Deep Learning,,,
"Student, Test",104,,,Deep Learning,,,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,\
Last modified (submission),Last modified (grade),Feedback comments
Participant 11,Jane Doe,s1,jane@uni.example,Submitted,,100.00,Yes,"Friday, 2 January",-,
Participant 12,Zoë O'Neil,s2,zoe@uni.example,Submitted,40.00,100.00,Yes,-,"Monday, 5 January",ok
Participant 13,John Roe,s3,john@uni.example,No submission,,100.00,Yes,-,-,
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Role,Section
Jane,Doe,s1,jane@uni.example,Student,A
Zoë,O'Neil,s2,zoe@uni.example,Student,A
John,Roe,s3,john@uni.example,Student,B
"""
PLAIN = """\
name,id,email
Jane Doe,s1,jane@uni.example
Zoë O'Neil,s2,zoe@uni.example
John Roe,s3,john@uni.example
"""
TITLE = "Digits"


def begin(kind: str, roster: Roster | None, title: str | None, whole: list[Grade]) -> Export:
    """Begin an export, for all questions of whole grades."""
    system = find_system(kind)
    column = system.column(roster, title, TITLE, Points(100, 105))
    questions = dict.fromkeys(question.id for grade in whole for question in grade.questions)
    return Export(system, roster, column, tuple(questions))


def table(done: Exported) -> list[list[str]]:
    """The rows that were written."""
    return list(csv.reader(done.path.read_text("utf-8").splitlines()))


def column(done: Exported, name: str) -> list[str]:
    """One column of what was written, without its title."""
    header, *rows = table(done)
    return [row[header.index(name)] for row in rows]


PASSED: dict[str, str] = {}
FAILED = {"4.2": "failed"}  # 80.5 of 105
FAULT = {"4.2": "fault"}
