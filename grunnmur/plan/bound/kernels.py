"""Compiled loops of the ascent: prices in, the bound's value and its slope out.

Money is in units of a typical workload's cost of one period, as 32-bit floats: what is found here
is a direction, the bound itself is worked out in whole numbers afterwards.

Kernels are longer than other functions: each is one pass over one kind of row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grunnmur.plan import machine_code

Array = Any
_FAR = np.float32(1e30)


def compiled(function: Any) -> Any:  # noqa: ANN401 - a function of arrays
    """The function, compiled once and kept on disk; others may run meanwhile."""
    return machine_code.kept(function, nogil=True, fastmath=True)


def exactly(function: Any) -> Any:  # noqa: ANN401 - a function of arrays
    """As `compiled`, for functions in which infinity means something."""
    return machine_code.kept(function, nogil=True)


@compiled
def weights(cost: Array, least: float, temperature: float, out: Array) -> Any:  # noqa: ANN401
    """Sum of `out`, about exp((least − cost) / temperature): (1 + x/64)^64, which vectorises."""
    factor = np.float32(1.0 / (64.0 * temperature))
    total = np.float32(0.0)
    for t in range(len(cost)):
        x = np.float32(1.0) + (np.float32(least) - cost[t]) * factor
        x = max(x, np.float32(0.0))
        x *= x
        x *= x
        x *= x
        x *= x
        x *= x
        x *= x
        out[t] = x
        total += x
    return total


@compiled
def price_workloads(  # noqa: C901 - one pass over all there is
    count: int,
    first: Array,
    last: Array,
    first_option: Array,
    duration: Array,
    one_off: Array,
    own: Array,
    use_start: Array,
    use_resource: Array,
    use_effort: Array,
    use_hold: Array,
    use_keep: Array,
    slot_start: Array,
    slot_rows: Array,
    exclusion_start: Array,
    exclusion_rows: Array,
    year: Array,
    resource_price: Array,
    slot_price: Array,
    wave_price: Array,
    budget_price: Array,
    exclusion_price: Array,
    slope: Array,
    has_spans: bool,
    cost: Array,
) -> None:
    """Fills `cost` [option, period]: own cost, priced use, and the ties' `slope` from it on."""
    resources = resource_price.shape[0]
    so_far = np.zeros((resources, count + 1), dtype=np.float32)
    if has_spans:
        for r in range(resources):
            for t in range(count):
                so_far[r, t + 1] = so_far[r, t] + resource_price[r, t]
    common = np.empty(count, dtype=np.float32)
    day = np.empty(count, dtype=np.float32)
    summed = np.empty(count + 1, dtype=np.float32)
    for i in range(len(first)):
        for t in range(count):
            common[t] = wave_price[t]
        for k in range(slot_start[i], slot_start[i + 1]):
            row = slot_price[slot_rows[k]]
            for t in range(count):
                common[t] += row[t]
        for k in range(exclusion_start[i], exclusion_start[i + 1]):
            row = exclusion_price[exclusion_rows[k]]
            for t in range(count):
                common[t] += row[t]
        later = np.float32(0.0)
        for t in range(count - 1, -1, -1):
            later += slope[i, t]
            common[t] += later
        for o in range(first_option[i], first_option[i + 1]):
            d = duration[o]
            for t in range(count):
                day[t] = np.float32(0.0)
            for k in range(use_start[o], use_start[o + 1]):
                row = resource_price[use_resource[k]]
                effort = use_effort[k]
                for t in range(count):
                    day[t] += effort * row[t]
            summed[0] = np.float32(0.0)
            for t in range(count):
                summed[t + 1] = summed[t] + day[t]
            out = cost[o]
            mine = own[o]
            through = summed[1:]
            for t in range(count):
                out[t] = mine[t] + common[t] + through[t]
            if d <= count:
                late = out[d - 1 :]
                for t in range(len(late)):
                    late[t] -= summed[t]
            if one_off[o] > 0:
                for t in range(count):
                    if year[t] >= 0:
                        out[t] += one_off[o] * budget_price[year[t]]
            if has_spans:
                for k in range(use_start[o], use_start[o + 1]):
                    whole = so_far[use_resource[k]]
                    for t in range(count):
                        out[t] += use_hold[k] * whole[t + 1]
                        out[t] += use_keep[k] * (whole[count] - whole[max(0, t - d + 1)])


@compiled
def choose(  # noqa: C901
    first: Array,
    last: Array,
    executed: Array,
    first_option: Array,
    unit_start: Array,
    unit_members: Array,
    cost: Array,
    temperature: Array,
    share: Array,
    done: Array,
) -> Any:  # noqa: ANN401 - a float
    """The sum of all units' least costs. `share` [option, period] gets how each is chosen softly.

    `done` [workload, period] gets the share that is moved by the end of each period. Executed
    workloads are passed over: nothing is tied to them any more.
    """
    count = cost.shape[1]
    total: Any = 0.0
    whole = np.empty(count, dtype=np.float32)
    best = np.empty(count, dtype=np.float32)
    for u in range(len(unit_start) - 1):
        begin, end = unit_start[u], unit_start[u + 1]
        lead = unit_members[begin]
        if executed[lead] > -2:
            continue
        low, high = first[lead], last[lead] + 1
        tau = temperature[lead]
        if end == begin + 1:
            least = _FAR
            for o in range(first_option[lead], first_option[lead + 1]):
                for t in range(low, high):
                    least = min(least, cost[o, t])
            total += least
            mass = np.float32(0.0)
            for o in range(first_option[lead], first_option[lead + 1]):
                mass += weights(cost[o, low:high], least, tau, share[o, low:high])
            scale = np.float32(1.0) / mass
            for o in range(first_option[lead], first_option[lead + 1]):
                for t in range(low, high):
                    share[o, t] *= scale
        else:
            whole[:] = np.float32(0.0)
            for k in range(begin, end):
                i = unit_members[k]
                for t in range(low, high):
                    least = _FAR
                    for o in range(first_option[i], first_option[i + 1]):
                        least = min(least, cost[o, t])
                    whole[t] += least
            least = _FAR
            for t in range(low, high):
                least = min(least, whole[t])
            total += least
            mass = weights(whole[low:high], least, tau, best[low:high])
            for k in range(begin, end):
                i = unit_members[k]
                for t in range(low, high):
                    chosen = first_option[i]
                    for o in range(first_option[i], first_option[i + 1]):
                        if cost[o, t] < cost[chosen, t]:
                            chosen = o
                    for o in range(first_option[i], first_option[i + 1]):
                        share[o, t] = best[t] / mass if o == chosen else np.float32(0.0)
        for k in range(begin, end):
            i = unit_members[k]
            row = done[i]
            for t in range(count):
                row[t] = np.float32(0.0)
            for o in range(first_option[i], first_option[i + 1]):
                for t in range(low, high):
                    row[t] += share[o, t]
            for t in range(1, count):
                row[t] += row[t - 1]
    return total


@compiled
def add_use(  # noqa: C901
    count: int,
    first: Array,
    last: Array,
    first_option: Array,
    duration: Array,
    one_off: Array,
    executed: Array,
    use_start: Array,
    use_resource: Array,
    use_effort: Array,
    use_hold: Array,
    use_keep: Array,
    slot_start: Array,
    slot_rows: Array,
    exclusion_start: Array,
    exclusion_rows: Array,
    year: Array,
    has_spans: bool,
    share: Array,
    resource_use: Array,
    slot_use: Array,
    wave_use: Array,
    budget_use: Array,
    exclusion_use: Array,
) -> None:
    """Fills in what the shares use of every row."""
    resource_use[:] = np.float32(0.0)
    slot_use[:] = np.float32(0.0)
    wave_use[:] = np.float32(0.0)
    budget_use[:] = np.float32(0.0)
    exclusion_use[:] = np.float32(0.0)
    moved = np.empty(count, dtype=np.float32)
    sums = np.zeros(count + 1, dtype=np.float32)
    active = np.empty(count, dtype=np.float32)
    for i in range(len(first)):
        if executed[i] > -2:
            continue
        low, high = first[i], last[i] + 1
        moved[:] = np.float32(0.0)
        for o in range(first_option[i], first_option[i + 1]):
            mine = share[o]
            mass = np.float32(0.0)
            for t in range(low, high):
                mass += mine[t]
            if mass <= np.float32(1e-5):
                continue
            for t in range(low, high):
                moved[t] += mine[t]
            sums[: low + 1] = np.float32(0.0)
            for t in range(low, high):
                sums[t + 1] = sums[t] + mine[t]
            sums[high:] = mass
            d = duration[o]
            active[:] = mass
            ahead = sums[min(d, count + 1) :]
            for t in range(min(len(ahead), count)):
                active[t] = ahead[t]
            for t in range(count):
                active[t] -= sums[t]
            for k in range(use_start[o], use_start[o + 1]):
                row = resource_use[use_resource[k]]
                effort = use_effort[k]
                for t in range(count):
                    row[t] += effort * active[t]
                if has_spans:
                    for t in range(count):
                        row[t] += use_hold[k] * (mass - sums[t])
                        row[t] += use_keep[k] * sums[min(t + d, count)]
            if one_off[o] > 0:
                for t in range(low, high):
                    if year[t] >= 0:
                        budget_use[year[t]] += one_off[o] * mine[t]
        for t in range(low, high):
            wave_use[t] += moved[t]
        for k in range(slot_start[i], slot_start[i + 1]):
            row = slot_use[slot_rows[k]]
            for t in range(low, high):
                row[t] += moved[t]
        for k in range(exclusion_start[i], exclusion_start[i + 1]):
            row = exclusion_use[exclusion_rows[k]]
            for t in range(low, high):
                row[t] += moved[t]


@compiled
def climb(
    price: Array,
    momentum: Array,
    spread: Array,
    slope: Array,
    size: Array,
    step: float,
) -> None:
    """One step up of prices that are not below 0, each as long as its `size` says."""
    rate = np.float32(step)
    for n in range(len(price)):
        g = slope[n]
        m = np.float32(0.9) * momentum[n] + np.float32(0.1) * g
        v = np.float32(0.98) * spread[n] + np.float32(0.02) * g * g
        momentum[n] = m
        spread[n] = v
        moved = price[n] + rate * size[n] * m / (np.sqrt(v) + np.float32(1e-3))
        price[n] = max(moved, np.float32(0.0))


@compiled
def climb_ties(
    count: int,
    tie_a: Array,
    tie_b: Array,
    tie_lag: Array,
    tie_start: Array,
    tie_low: Array,
    tie_from: Array,
    tie_to: Array,
    tie_most: Array,
    tie_size: Array,
    price: Array,
    momentum: Array,
    spread: Array,
    done: Array,
    step: float,
    slope: Array,
) -> None:
    """One step up of the ties' prices, and `slope` [node, period] with what they now cost.

    A tie says that a is not moved by a period unless b is moved `lag` periods before; its price in
    a period is for the share by which that is not so.
    """
    slope[:] = np.float32(0.0)
    g = np.empty(count, dtype=np.float32)
    keep, take = np.float32(0.9), np.float32(0.1)
    for e in range(len(tie_a)):
        a, b, lag = tie_a[e], tie_b[e], tie_lag[e]
        low, high = tie_from[e], tie_to[e]
        if high <= low:
            continue
        offset = tie_start[e] - tie_low[e]
        n = high - low
        done_a = done[a, low:high]
        done_b = done[b, low - lag : high - lag]
        for t in range(n):
            g[t] = done_a[t] - done_b[t]
        u = price[offset + low : offset + high]
        m = momentum[offset + low : offset + high]
        v = spread[offset + low : offset + high]
        rate = np.float32(step) * tie_size[e]
        most = tie_most[e]
        for t in range(n):
            mt = keep * m[t] + take * g[t]
            vt = np.float32(0.98) * v[t] + np.float32(0.02) * g[t] * g[t]
            m[t] = mt
            v[t] = vt
            moved = u[t] + rate * mt / (np.sqrt(vt) + np.float32(1e-3))
            u[t] = min(max(moved, np.float32(0.0)), most)
        slope_a = slope[a, low:high]
        for t in range(n):
            slope_a[t] += u[t]
        slope_b = slope[b, low - lag : high - lag]
        for t in range(n):
            slope_b[t] -= u[t]


@compiled
def clear_outside(
    start: Array, low: Array, high: Array, inner_low: Array, inner_high: Array, price: Array
) -> None:
    """Makes zero all prices of ties outside the inner periods, where they can only do harm."""
    for e in range(len(start)):
        offset = start[e] - low[e]
        for t in range(low[e], high[e]):
            if t < inner_low[e] or t >= inner_high[e]:
                price[offset + t] = np.float32(0.0)


@exactly
def choose_ends(
    count: int,
    workloads: int,
    family_start: Array,
    family_groups: Array,
    ends_start: Array,
    ends: Array,
    low: Array,
    high: Array,
    fixed: Array,
    slope: Array,
    temperature: float,
    done: Array,
) -> float:
    """The least cost of all groups' ends; `done` of their nodes gets how they are chosen softly.

    Within a family every order of finishing is tried: the groups of a set cannot all be done
    before the set's earliest end. That is a shortest path over the sets.
    """
    total = 0.0
    for f in range(len(family_start) - 1):
        members = family_groups[family_start[f] : family_start[f + 1]]
        size = len(members)
        earliest = ends[ends_start[f] : ends_start[f] + (1 << size)]
        cost = np.full((size, count), np.inf)
        tail = np.full((size, count + 1), np.inf)
        soft = np.full((size, count + 1), np.inf)
        for j in range(size):
            g = members[j]
            later = 0.0
            for t in range(count - 1, -1, -1):
                later += slope[workloads + g, t]
                if low[g] <= t <= high[g]:
                    cost[j, t] = fixed[g, t] + later
                tail[j, t] = min(tail[j, t + 1], cost[j, t])
            for t in range(count - 1, -1, -1):
                if cost[j, t] < np.inf:
                    if soft[j, t + 1] < np.inf:
                        gap = min(max((soft[j, t + 1] - cost[j, t]) / temperature, -60.0), 60.0)
                        soft[j, t] = (
                            cost[j, t] - temperature * np.log1p(np.exp(-gap))
                            if gap > 0
                            else (soft[j, t + 1] - temperature * np.log1p(np.exp(gap)))
                        )
                    else:
                        soft[j, t] = cost[j, t]
                else:
                    soft[j, t] = soft[j, t + 1]
        total += _orders(
            members, size, earliest, low, tail, soft, cost, temperature, count, done, workloads
        )
    return total


@exactly
def _orders(  # noqa: C901
    members: Array,
    size: int,
    earliest: Array,
    low: Array,
    tail: Array,
    soft: Array,
    cost: Array,
    temperature: float,
    count: int,
    done: Array,
    workloads: int,
) -> Any:  # noqa: ANN401 - a float
    sets = 1 << size
    hard_path = np.full(sets, np.inf)
    soft_path = np.full(sets, np.inf)
    hard_path[0], soft_path[0] = 0.0, 0.0
    for s in range(1, sets):
        least = np.inf
        for j in range(size):
            if s >> j & 1:
                p = min(max(earliest[s], low[members[j]]), count)
                hard_path[s] = min(hard_path[s], hard_path[s ^ (1 << j)] + tail[j, p])
                least = min(least, soft_path[s ^ (1 << j)] + soft[j, p])
        if least == np.inf:
            continue
        mass = 0.0
        for j in range(size):
            if s >> j & 1:
                p = min(max(earliest[s], low[members[j]]), count)
                value = soft_path[s ^ (1 << j)] + soft[j, p]
                if value < np.inf:
                    mass += np.exp((least - value) / temperature)
        soft_path[s] = least - temperature * np.log(mass)
    taken = np.zeros(sets)
    taken[sets - 1] = 1.0
    start = np.zeros((size, count + 1))
    for s in range(sets - 1, 0, -1):
        if taken[s] <= 1e-9 or soft_path[s] == np.inf:
            continue
        for j in range(size):
            if s >> j & 1:
                p = min(max(earliest[s], low[members[j]]), count)
                value = soft_path[s ^ (1 << j)] + soft[j, p]
                if value < np.inf:
                    flow = taken[s] * np.exp((soft_path[s] - value) / temperature)
                    taken[s ^ (1 << j)] += flow
                    start[j, p] += flow
    for j in range(size):
        row = done[workloads + members[j]]
        for t in range(count):
            row[t] = np.float32(0.0)
        for p in range(count):
            if start[j, p] > 0.0:
                for t in range(p, count):
                    if cost[j, t] < np.inf:
                        row[t] += start[j, p] * np.exp((soft[j, p] - cost[j, t]) / temperature)
        for t in range(1, count):
            row[t] += row[t - 1]
    return hard_path[sets - 1]
