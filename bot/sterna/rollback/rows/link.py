"""Foreign keys, and the order in which tables can be filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sterna.postgres.catalog import Catalog, Constraint
from sterna.rollback.rows.condition import read
from sterna.sql.tokens import NAME, WORD, keyword


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: `columns` of `child` hold what `keys` of `parent` hold. `soft`: it may be NULL."""

    name: str
    child: int
    parent: int
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    soft: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Groups of tables, parents first; a group of several goes in one statement. `late` links are set at the end."""

    groups: tuple[tuple[int, ...], ...]
    late: frozenset[Link]


def links(catalog: Catalog, table: int) -> tuple[Link, ...]:
    """Return the foreign keys of a table, those with most columns first."""
    columns = {column.number: column for column in catalog.columns_of(table)}
    found = []
    for constraint in catalog.constraints_of(table):
        if constraint.kind != "f" or constraint.references is None or _of_a_partition(constraint, catalog):
            continue
        held = [columns[number] for number in constraint.columns if number in columns]
        keys = referenced(constraint.definition)
        if len(held) == len(keys):
            # MATCH FULL allows NULL in all columns or in none.
            some = all if "MATCH FULL" in constraint.definition else any
            soft = some(not column.not_null and column.generated == "" for column in held)
            found.append(
                Link(
                    constraint.name,
                    table,
                    constraint.references,
                    tuple(column.name for column in held),
                    keys,
                    soft,
                )
            )
    return tuple(sorted(found, key=lambda link: (-len(link.columns), link.name)))


def referenced(definition: str) -> tuple[str, ...]:
    """Return the columns a foreign key points to, from its definition as PostgreSQL spells it."""
    words = iter(read(definition))
    for word in words:
        if word.sort == WORD and keyword(word.text) == "REFERENCES":
            break
    for word in words:
        if word.text == "(":
            break
    names: list[str] = []
    for word in words:
        if word.text == ")":
            break
        if word.sort == NAME or (word.sort == WORD and word.text != "PERIOD"):
            names.append(word.text)
    return tuple(names)


def closure(catalog: Catalog, tables: Iterable[int]) -> set[int]:
    """Return the tables, the partitions below them, and all tables that their foreign keys lead to."""
    below: dict[int, list[int]] = {}
    for relation in catalog.tables:
        if relation.is_partition:
            for parent in relation.parents:
                below.setdefault(parent, []).append(relation.oid)
    found: set[int] = set()
    waiting = [oid for oid in tables if oid in catalog.relations]
    while waiting:
        oid = waiting.pop()
        if oid in found:
            continue
        found.add(oid)
        waiting += below.get(oid, [])
        waiting += [link.parent for link in links(catalog, oid) if link.parent in catalog.relations]
    return found


def order(tables: Collection[int], held: Mapping[int, tuple[Link, ...]], parts: Mapping[int, list[int]]) -> Order:
    """Return the tables in the order in which their foreign keys allow rows.

    `parts` gives the partitions of a partitioned table: to point to it is to point to any of them. A link that could be
    NULL gives way when tables point to each other in a circle.
    """
    known = sorted(tables)
    reaches = {
        oid: [(target, link) for link in held[oid] for target in [link.parent, *parts.get(link.parent, ())]]
        for oid in known
    }
    groups: list[tuple[int, ...]] = []
    late: set[Link] = set()
    for component in _components(known, {oid: [target for target, _ in reaches[oid]] for oid in known}):
        if len(component) == 1:
            groups.append(component)
            continue
        inner = set(component)
        hard = {
            oid: [target for target, link in reaches[oid] if target in inner and not link.soft] for oid in component
        }
        place: dict[int, int] = {}
        for group in _components(sorted(component), hard):
            place.update(dict.fromkeys(group, len(groups)))
            groups.append(group)
        late.update(
            link
            for oid in component
            for target, link in reaches[oid]
            if link.soft and target in inner and place[target] >= place[oid] and target != oid
        )
    return Order(tuple(groups), frozenset(late))


def _of_a_partition(constraint: Constraint, catalog: Catalog) -> bool:
    # A key that points to a partitioned table has a copy for each of its partitions.
    parent = catalog.constraints.get(constraint.parent or 0)
    return parent is not None and parent.table == constraint.table


def _components(nodes: Collection[int], edges: Mapping[int, list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the strongly connected components, what is pointed to first (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    known = set(nodes)
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter([target for target in edges[root] if target in known]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter([one for one in edges[target] if one in known])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        one = stack.pop()
                        on_stack.discard(one)
                        component.append(one)
                        if one == node:
                            break
                    yield tuple(sorted(component))
