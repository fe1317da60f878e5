"""The columns of every table as metadata of its asset: types, comments, and the columns they are computed from.

They follow from the code alone, so that they are part of the definitions: in the events of every build they were two
thirds of Dagster's state. Only the UI shows them; a run from the command line does not compute them.
"""

from pathlib import Path

import dagster as dg

from assets.column_lineage import Schema, column_lineage, selects_in
from assets.subjects import subject_modules
from assets.table_asset import Metadata
from warehouse.dictionary import comment_on
from warehouse.migrations import declared_columns
from warehouse.store import schema_of


def describe_columns() -> dict[str, Metadata]:
    """Return Dagster metadata of every table by its name: the name with its schema, columns, and column lineage."""
    schema = declared_columns()
    selects = {
        table: statements
        for module in subject_modules("assets")
        for table, statements in selects_in(Path(str(module.__file__))).items()
    }
    return {table: _describe(table, schema, selects.get(table, [])) for table in schema}


def _describe(table: str, schema: Schema, statements: list[str]) -> Metadata:
    types = schema[table].items()
    columns = [dg.TableColumn(name, kind, description=comment_on(table, name)) for name, kind in types]
    metadata: Metadata = {
        "dagster/table_name": f"{schema_of(table)}.{table}",
        "dagster/column_schema": dg.TableSchema(columns=columns),
    }
    if lineage := column_lineage(statements, schema):
        metadata["dagster/column_lineage"] = dg.TableColumnLineage(
            {
                column: [dg.TableColumnDep(dg.AssetKey(origin), name) for origin, name in origins]
                for column, origins in lineage.items()
            }
        )
    return metadata
