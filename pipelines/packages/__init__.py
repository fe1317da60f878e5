"""Descriptions of exported tables for other programs: a data package, a Croissant file and an Excel workbook."""
