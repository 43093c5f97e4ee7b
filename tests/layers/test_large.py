"""What the best references are, in whatever order they come; and what the page of a large run carries."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from layers.large.tally import KEPT_A_YEAR, MOST_YEARS, LayerTally

REFERENCES = st.lists(
    st.tuples(
        st.integers(1, 4),  # feature
        st.integers(2000, 2002) | st.integers(1900, 2030),  # year
        st.integers(0, 1000),  # score, thousandths
        st.integers(1, 12),  # document
    ),
    max_size=60,
).map(
    # A document has one year.
    lambda rows: [
        (feature, 1990 + document * 3 % 17, score / 1000, document) for feature, _, score, document in rows
    ]
)


def plain_best(rows, most):
    """Return what `LayerTally.best` should, in plain steps."""
    found = []
    for feature in {row[0] for row in rows}:
        years = {}
        for number, (own, year, score, document) in enumerate(rows, start=10):
            if own == feature:
                best = years.setdefault(year, {})
                choice = (round((1 - score) * 1000), document, number)
                best[document] = min(best.get(document, choice), choice)
        ranked = {year: sorted(own.values())[:KEPT_A_YEAR] for year, own in years.items()}
        surest = sorted(ranked, key=lambda year: ranked[year][0])[:MOST_YEARS]
        every = sorted((rank, choice) for year in surest for rank, choice in enumerate(ranked[year]))
        found += [(choice[2], choice[1]) for _, choice in every[:most]]
    return sorted(found)


def tallied(rows, first=10):
    tally = LayerTally()
    if rows:
        features, years, scores, documents = zip(*rows, strict=True)
        tally.add(features, years, scores, documents, first)
    return tally


def best(tally, most):
    return list(zip(*(values.tolist() for values in tally.best(most)), strict=True))


@settings(deadline=None)
@given(REFERENCES, st.integers(1, 40))
def test_the_best_of_each_year_come_first(rows, most):
    tally = tallied(rows)
    assert best(tally, most) == plain_best(rows, most)
    for feature in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == feature]
        assert tally.count[feature] == len(own)
        assert round(tally.score[feature], 3) == max(round(row[2], 3) for row in own)


@settings(deadline=None)
@given(REFERENCES, st.integers(0, 60), st.integers(1, 40))
def test_parts_of_a_corpus_are_tallied_apart_and_joined(rows, cut, most):
    whole = tallied(rows)
    one, other = tallied(rows[:cut]), tallied(rows[cut:], 10 + len(rows[:cut]))
    if rows:
        other.merge(one)
        assert best(other, most) == best(whole, most)
        assert other.count.tolist() == whole.count.tolist()
    whole.sift()
    sifted = tallied(rows[:cut])
    sifted.sift()
    if rows[cut:]:
        sifted.add(*zip(*rows[cut:], strict=True), 10 + len(rows[:cut]))
    assert best(sifted, most) == best(whole, most)


def test_only_the_features_that_are_asked_for_are_quoted():
    rows = [(1, 2000, 0.5, 1), (2, 2000, 0.6, 1), (1, 2001, 0.7, 2)]
    numbers, documents = tallied(rows).best(5, [1])
    assert numbers.tolist() == [10, 12]
    assert documents.tolist() == [1, 2]
