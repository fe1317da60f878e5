"""Describe an export as a Croissant 1.1 data set (https://docs.mlcommons.org/croissant): `croissant.json`, JSON-LD."""

from __future__ import annotations

from pipelines.packages.description import CREATOR, TITLE, Column, Export, ExportedTable
from pipelines.packages.licences import licences_of
from warehouse.query import Row

FILE = "croissant.json"
SPECIFICATION = "http://mlcommons.org/croissant/1.1"
MEDIA_TYPES = {"parquet": "application/x-parquet", "csv": "text/csv"}
"""The formats that Croissant reads by column, with its names for them."""
TYPES = {
    "BIGINT": "cr:Int64",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
    "DOUBLE": "cr:Float64",
    "INTEGER": "cr:Int32",
    "TIMESTAMP": "sc:DateTime",
    "UBIGINT": "cr:UInt64",
    "VARCHAR": "sc:Text",
}
TERMS = (
    *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject"),
    *("fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
    *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator"),
    *("source", "subField", "transform"),
)
"""The terms of Croissant's own vocabulary."""
CONTEXT: Row = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in TERMS},
}


def croissant(export: Export, address: str = "") -> Row:
    """Return the JSON-LD of an export as Parquet or CSV.

    Args:
        export: The exported tables.
        address: The web address of the folder, which ends in a slash; without one, links are relative.
    """
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": SPECIFICATION,
        "name": "tokenfall",
        "description": (
            f"{TITLE}: list prices of language models, the cheapest qualifying offer on each day, costs of a web "
            "search, and forecasts with their record. Each table and column has its description."
        ),
        **({"url": address} if address else {}),
        "version": export.version,
        "datePublished": export.as_of.isoformat(),
        "license": [licence.url for licence in licences_of(export)],
        "creator": {"@type": "Organization", "name": CREATOR},
        "citeAs": _bibtex(export, address),
        "isLiveDataset": False,
        "distribution": [_file(table, export.shape, address) for table in export.tables],
        "recordSet": [_record_set(table) for table in export.tables],
    }


def _bibtex(export: Export, address: str) -> str:
    where = rf", howpublished={{\url{{{address}}}}}" if address else ""
    return (
        f"@misc{{tokenfall-{export.as_of}, author={{{{{CREATOR}}}}}, title={{{{tokenfall: {TITLE}}}}}, "
        f"year={{{export.as_of.year}}}, note={{Data as of {export.as_of}, version {export.version}}}{where}}}"
    )


def _file(table: ExportedTable, shape: str, address: str) -> Row:
    return {
        "@type": "cr:FileObject",
        "@id": table.path.name,
        "name": table.path.name,
        "description": table.comment,
        "contentUrl": f"{address}{table.path.name}",
        "contentSize": f"{table.size} B",
        "encodingFormat": MEDIA_TYPES[shape],
        "sha256": table.sha256,
    }


def _record_set(table: ExportedTable) -> Row:
    key = [{"@id": f"{table.name}/{column}"} for column in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.comment,
        **({"key": key} if key else {}),
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: ExportedTable, column: Column) -> Row:
    item_type = column.data_type.removesuffix("[]")
    array = {"isArray": True, "arrayShape": "-1"} if column.data_type.endswith("[]") else {}
    references = [
        {"references": {"field": {"@id": f"{reference.other_table}/{reference.other_column}"}}}
        for reference in table.references
        if reference.column == column.name
    ]
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.comment,
        "dataType": "sc:Float" if item_type.startswith("DECIMAL") else TYPES.get(item_type, "sc:Text"),
        **array,
        "source": {"fileObject": {"@id": table.path.name}, "extract": {"column": column.name}},
        **(references[0] if references else {}),
    }
