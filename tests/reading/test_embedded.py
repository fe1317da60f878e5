"""JSON inside pages: whole objects only, numbers exact, pieces joined."""

from decimal import Decimal

from assets.reading.embedded import objects_with, script_data


def test_the_innermost_object_with_the_key_is_found() -> None:
    data = 'x={"all":[{"name":"a } brace","price":0.15,"more":{"deep":1}},{"name":"b","price":2}]};'
    assert [(o["name"], o["price"]) for o in objects_with(data, "price")] == [("a } brace", Decimal("0.15")), ("b", 2)]


def test_a_cut_object_is_none() -> None:
    assert list(objects_with('[{"name":"a","price":0.15', "price")) == []


def test_pushed_pieces_are_joined() -> None:
    text = r'<script>self.__next_f.push([1,"{\"price\":1"])</script><script>self.__next_f.push([1,"2}"])</script>'
    assert list(objects_with(script_data(text), "price")) == [{"price": Decimal(12)}]


def test_data_is_what_scripts_hold_and_not_what_the_page_shows() -> None:
    page = '<html><body><pre>{"price": 1}</pre><script>{"price": 2}</script><script>{"price": 3}</script></body></html>'
    assert [item["price"] for item in objects_with(script_data(page), "price")] == [2, 3]
