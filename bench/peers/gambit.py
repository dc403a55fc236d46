"""Runs pygambit on a game file and prints one JSON object.

    gambit.py qre FILE FIRST_STEP MAX_ACCEL LAMBDA...   logit_solve_lambda
    gambit.py limit FILE MAXREGRET                      nash.logit_solve
    gambit.py lp FILE                                   nash.lp_solve

Probabilities come in Gambit's order: by player, by information set, by action.
"""
import json
import sys
import time

t0 = time.perf_counter()
import pygambit as gbt  # noqa: E402

t1 = time.perf_counter()


def labels(game):
    """Action labels of every information set, to check the order against ours."""
    if hasattr(game, "get_infosets"):  # 17
        return [[str(a) for a in game.get_actions(gbt.gambit.H.path(*h.actions))]
                for p in game.players for h in game.get_infosets(p)]
    return [[a.label for a in s.actions] for p in game.players for s in p.infosets]


def probabilities(game, profile):
    if hasattr(game, "get_infosets"):  # 17
        return [float(profile[h][a])
                for p in game.players
                for h in (gbt.gambit.H.path(*s.actions) for s in game.get_infosets(p))
                for a in game.get_actions(h)]
    return [float(profile[a]) for p in game.players for s in p.infosets for a in s.actions]


def first(result):
    if hasattr(result, "equilibrium"):  # 17
        if result.equilibrium is None:
            raise RuntimeError(f"no equilibrium: {getattr(result, 'reason', '')}")
        return result.equilibrium
    if not result.equilibria:
        raise RuntimeError("no equilibrium")
    return result.equilibria[0]


mode, path = sys.argv[1], sys.argv[2]
game = gbt.read_efg(path)
t2 = time.perf_counter()
out = {"version": gbt.__version__, "import": t1 - t0, "read": t2 - t1}
if mode == "qre":
    step, accel, *lams = map(float, sys.argv[3:])
    points = gbt.qre.logit_solve_lambda(game, lams, first_step=step, max_accel=accel)
    out["solve"] = time.perf_counter() - t2
    # In 16.7.0 the property .profile of these objects raises an error;
    # their items are the probabilities in both versions.
    out["points"] = [{"lambda": q.lam, "p": [q[i] for i in range(len(q))]} for q in points]
elif mode == "limit":
    result = gbt.nash.logit_solve(game, maxregret=float(sys.argv[3]))
    out["solve"] = time.perf_counter() - t2
    out["points"] = [{"lambda": 0, "p": probabilities(game, first(result))}]
elif mode == "lp":
    result = gbt.nash.lp_solve(game, rational=False)
    out["solve"] = time.perf_counter() - t2
    out["points"] = [{"lambda": 0, "p": probabilities(game, first(result))}]
else:
    sys.exit(f"unknown mode {mode}")
try:
    out["labels"] = labels(game)
except Exception as e:  # noqa: BLE001
    out["labels_fault"] = str(e)
json.dump(out, sys.stdout)
