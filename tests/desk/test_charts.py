from itertools import combinations

from reportedly.desk.charts import NODE_HEIGHT, chain_graph, control_chart, toll_charts
from reportedly.incidents import Entry
from reportedly.incidents.records import TollLine
from reportedly.incidents.roots import Telling, words
from tests.archive import samples
from tests.incidents import samples as strikes


def tellings(*reports) -> list[Telling]:
    return [Telling(coded, event, words(coded, event)) for coded in reports for event in coded.events]


def test_the_chain_leads_from_the_root_through_carriers_to_outlets() -> None:
    carried = samples.carried()
    graph = chain_graph([one for one in tellings(carried, samples.flat()) if one.event.id in ("e1", "e2")])
    nodes = {node.name: node for node in graph.nodes}
    assert nodes["the Defence Ministry"].x < nodes["Channel Nine"].x < nodes["The Morning Ledger"].x
    assert [nodes[name].kind for name in ("the Defence Ministry", "Channel Nine", "Evening Bell")] == ["root", "carrier", "outlet"]  # fmt: skip
    assert len(graph.edges) == 2
    assert all(0 <= node.x <= graph.width and 0 <= node.y <= graph.height - NODE_HEIGHT for node in graph.nodes)
    for one, other in combinations(graph.nodes, 2):
        assert one.x != other.x or abs(one.y - other.y) >= NODE_HEIGHT


def test_who_denies_is_drawn_so() -> None:
    graph = chain_graph(tellings(strikes.strike("A", "2022-06-03", 9, "TASS", denied=True), strikes.strike("B", "2022-06-03", 9, "TASS")))  # fmt: skip
    assert sorted(edge.denied for edge in graph.edges) == [False, True]
    assert len([node for node in graph.nodes if node.kind == "root"]) == 1


def test_many_names_are_cut_and_counted() -> None:
    graph = chain_graph(tellings(*(strikes.strike(f"Outlet {n}", "2022-06-03", 9, f"Person {n}") for n in range(80))))
    assert len(graph.nodes) + graph.left_out == 160
    assert len(graph.nodes) <= 62


def line(low: int | None, high: int | None, day: str | None, root: str | None = "R") -> TollLine:
    return TollLine(outcome="killed", low=low, high=high, root=root, reports=["r"], as_of=day)


def test_figures_stand_by_day_and_height() -> None:
    (chart,) = toll_charts(
        [line(3, 3, "2022-06-01"), line(9, None, "2022-06-02", None), line(None, 6, "2022-06-04"), line(1, 1, None)]
    )
    first, second, third = chart.bars
    assert first.x < second.x < third.x
    assert first.top == first.bottom > third.top > second.top
    assert (second.open_up, third.open_down) == (True, True)
    assert "own voice" in second.label
    assert toll_charts([line(3, 3, "2022-06-01")]) == [] == toll_charts([])
    assert toll_charts([line(0, 0, "2022-06-01"), line(0, 0, "2022-06-01", "S")])[0].bars[1].x > chart.bars[0].x


def entry(holder: str, change: str, since: str | None, disputed: bool = False) -> Entry:
    return Entry("Derhachi", "UKR", holder, change, since, None, ["R"], [], disputed, ["r"], ["i"])  # type: ignore[arg-type]


def test_a_stretch_lasts_until_its_holder_goes_or_another_takes_the_place() -> None:
    chart = control_chart([entry("Blue", "holds", "2022-05-01"), entry("Red", "takes", "2022-05-11", True), entry("Red", "leaves", "2022-05-21"), entry("Blue", "besieges", "2022-05-15")])  # fmt: skip
    assert chart is not None
    blue, red, siege = chart.bars
    assert [tick.label for tick in chart.rows] == ["Blue", "Red"]
    assert blue.x + blue.width == red.x
    assert red.disputed and not red.open_end
    assert (siege.kind, siege.open_end) == ("besieged", True)
    assert [change.change for change in chart.changes] == ["holds", "takes", "besieges", "leaves"]
    assert control_chart([entry("Blue", "holds", None)]) is None
