"""Plots of lines as SVG, by hand: axes in powers of ten, or in even steps."""
import html
import math
import os

import results

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 40, 50
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#16a085", "#7f8c8d", "#34495e",
           "#9a7d0a"]


class Axis:
    """Numbers to places between two ends of the picture."""

    def __init__(self, values, begin, end, is_logarithmic, lowest=None):
        self.scale = math.log10 if is_logarithmic else float
        low = min(values) if lowest is None or is_logarithmic else lowest
        self.ticks = (powers if is_logarithmic else steps)(low, max(values))
        places = [self.scale(value) for value in [*values, *self.ticks]]
        self.low, self.high = min(places), max(places)
        self.begin, self.end = begin, end

    def place(self, value):
        share = (self.scale(value) - self.low) / ((self.high - self.low) or 1)
        return self.begin + share * (self.end - self.begin)


def powers(low, high):
    """1, 2 and 5 times each power of ten in reach; powers alone where those are many."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = [1] if len(exponents) > 4 else [1, 2, 5]
    ticks = [factor * 10.0**exponent for exponent in exponents for factor in factors]
    inside = [tick for tick in ticks if low * 0.99 <= tick <= high * 1.01]
    return inside if len(inside) > 1 else [low, high]


def steps(low, high):
    """Four to eight even steps from below the lowest to above the highest."""
    span = (high - low) or high or 1
    size = 10 ** math.floor(math.log10(span))
    size = next(size * part for part in [1, 0.5, 0.25, 0.125] if span / (size * part) >= 4)
    return [size * number for number in range(math.floor(low / size), math.ceil(high / size) + 1)]


def label(value):
    for size, unit in [(1e6, "M"), (1e3, "k")]:
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def lines(name, title, across, up, series, logarithmic="xy"):
    """Writes plots/NAME.svg of lists of points by name. Returns the line that shows it."""
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    x = Axis(xs, LEFT, WIDTH - RIGHT, "x" in logarithmic)
    y = Axis(ys, HEIGHT - BOTTOM, TOP, "y" in logarithmic, lowest=0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(LEFT, 20, title, "start", size=14)]
    for tick in x.ticks:
        parts.append(rule(x.place(tick), TOP, x.place(tick), HEIGHT - BOTTOM))
        parts.append(text(x.place(tick), HEIGHT - BOTTOM + 16, label(tick)))
    for tick in y.ticks:
        parts.append(rule(LEFT, y.place(tick), WIDTH - RIGHT, y.place(tick)))
        parts.append(text(LEFT - 6, y.place(tick) + 4, label(tick), "end"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across))
    parts.append(text(LEFT, TOP - 6, up, "start"))
    ends = spread([y.place(points[-1][1]) for points in series.values()])
    for colour, (key, points), end in zip(COLOURS * 4, series.items(), ends):
        path = " ".join(f"{x.place(a):.1f},{y.place(b):.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for a, b in points:
            parts.append(
                f'<circle cx="{x.place(a):.1f}" cy="{y.place(b):.1f}" r="3" fill="{colour}"/>')
        parts.append(text(WIDTH - RIGHT + 10, end + 4, key, "start", colour))
    parts.append("</svg>")
    os.makedirs(results.PLOTS, exist_ok=True)
    with open(os.path.join(results.PLOTS, name + ".svg"), "w") as out:
        out.write("\n".join(parts) + "\n")
    return f"![{title}](plots/{name}.svg)"


def spread(places, distance=13):
    """Moves labels apart that would lie on each other, in their order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in zip(order, order[1:]):
        moved[after] = max(moved[after], moved[before] + distance)
    over = max(0, max(moved) - (HEIGHT - BOTTOM)) if moved else 0
    return [place - over for place in moved]


def text(x, y, words, anchor="middle", colour="#333", size=11):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
        f' font-size="{size}">{html.escape(words)}</text>')


def rule(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
