"""Describe an export as a Frictionless data package (https://datapackage.org, version 2): `datapackage.json`."""

from __future__ import annotations

from pipelines.packages.description import CREATOR, TITLE, Column, Export, ExportedTable
from pipelines.packages.licences import licences_of
from warehouse.query import Row

FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "json": "application/json"}
SIZE_NAMES = {"parquet": "file_bytes", "csv": "bytes", "json": "bytes"}
"""The property for the size of a file. The validator of frictionless 5 does not count the bytes of a Parquet file and
calls any number of `bytes` wrong, so that the size of such a file has a name of our own; its hash has the usual one."""
TYPES = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "TIMESTAMP": "datetime",
    "UBIGINT": "integer",
}


def data_package(export: Export) -> Row:
    """Return the descriptor of the package: who, when, on what terms, and a resource for each table."""
    return {
        "$schema": PROFILE,
        "name": "tokenfall",
        "title": TITLE,
        "version": export.version,
        "created": f"{export.as_of}T00:00:00Z",
        "as_of": export.as_of.isoformat(),
        "licenses": [
            {"name": licence.spdx, "title": licence.title, "path": licence.url} for licence in licences_of(export)
        ],
        "contributors": [{"title": CREATOR, "roles": ["creator"]}],
        "sources": [_source(source) for source in export.sources],
        "resources": [_resource(table, export.shape) for table in export.tables],
    }


def _source(source: Row) -> Row:
    """Return a source with its terms; what is no web address lies in the project, not beside the descriptor."""
    is_address = source["url"].startswith(("https://", "http://"))
    where = {"path": source["url"]} if is_address else {"location": source["url"]}
    return {"title": source["source"], **where, "licence": source["licence"]}


def _resource(table: ExportedTable, shape: str) -> Row:
    encoding = {} if shape == "parquet" else {"encoding": "utf-8"}
    return {
        "name": table.name,
        "type": "table",
        "path": table.path.name,
        "format": shape,
        "mediatype": MEDIA_TYPES[shape],
        **encoding,
        SIZE_NAMES[shape]: table.size,
        "hash": f"sha256:{table.sha256}",
        "description": table.comment,
        "schema": _schema(table, shape),
    }


def _schema(table: ExportedTable, shape: str) -> Row:
    fields = [_field(column, shape) for column in table.columns]
    references = [
        {
            "fields": [reference.column],
            "reference": {"resource": reference.other_table, "fields": [reference.other_column]},
        }
        for reference in table.references
    ]
    # A primary key has a value in every row; a key of which a part may be missing is only unique.
    key = {"primaryKey": list(table.key)} if table.key_is_required else {"uniqueKeys": [list(table.key)]}
    return {
        "fields": fields,
        "missingValues": [""] if shape == "csv" else [],
        **(key if table.key else {}),
        **({"foreignKeys": references} if references else {}),
    }


def _field(column: Column, shape: str) -> Row:
    kind = _type(column.data_type, shape)
    # Programs that read Parquet through pandas see a missing integer as the float NaN.
    missing = {"missingValues": ["nan"]} if shape == "parquet" and kind == "integer" and not column.required else {}
    return {
        "name": column.name,
        "type": kind,
        "description": column.comment,
        **missing,
        **({"constraints": {"required": True}} if column.required else {}),
    }


def _type(data_type: str, shape: str) -> str:
    if data_type.endswith("[]"):
        # In a Parquet file a list is a list; a validator that reads it by pandas gets an array of numpy.
        return "any" if shape == "parquet" else "array"
    return "number" if data_type.startswith("DECIMAL") else TYPES.get(data_type, "string")
