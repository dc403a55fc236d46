"""Asks OpenSpiel about kuhn_poker and leduc_poker; prints one JSON object.

    openspiel.py facts GAME                    sizes, every end, the uniform policy's value
    openspiel.py exploit GAME POLICY.json      value and exploitability of a policy
    openspiel.py cfr GAME TARGET SECONDS       CFR+ (C++) until exploitability <= TARGET
"""
import json
import re
import sys
import time

t0 = time.perf_counter()
import pyspiel  # noqa: E402

t1 = time.perf_counter()


def seen(game, state):
    """What the mover has seen, as bench/poker.go words it."""
    text = state.information_state_string()
    if game == "kuhn_poker":
        return text[0] + ":" + " ".join("01"["pb".index(c)] for c in text[1:])
    private = re.search(r"\[Private: (\d+)\]", text)[1]
    public = re.search(r"\[Public: (\d+)\]", text)
    rounds = re.search(r"\[Round1: ([\d ]*)\]\[Round2: ([\d ]*)\]", text)
    key = f"{private}:{rounds[1].strip()}"
    if public:
        key += f":{public[1]}:{rounds[2].strip()}"
    return key


def walk(state):
    yield state
    for a in [] if state.is_terminal() else state.legal_actions():
        yield from walk(state.child(a))


mode, name = sys.argv[1], sys.argv[2]
game = pyspiel.load_game(name)
out = {"import": t1 - t0}
if mode == "facts":
    ends, sets = {}, {}
    for s in walk(game.new_initial_state()):
        if s.is_terminal():
            ends[" ".join(map(str, s.history()))] = s.returns()
        elif not s.is_chance_node():
            sets[f"{s.current_player()}|{seen(name, s)}"] = s.legal_actions()
    uniform = pyspiel.UniformRandomPolicy(game)
    out["ends"], out["sets"] = ends, sets
    out["uniform"] = pyspiel.expected_returns(game.new_initial_state(), uniform, -1, False)[0]
elif mode == "exploit":
    with open(sys.argv[3]) as f:
        ours = json.load(f)
    table = {}
    for s in walk(game.new_initial_state()):
        if not s.is_terminal() and not s.is_chance_node():
            p = ours[f"{s.current_player()}|{seen(name, s)}"]
            table[s.information_state_string()] = [(a, p[str(a)]) for a in s.legal_actions()]
    policy = pyspiel.TabularPolicy(table)
    out["value"] = pyspiel.expected_returns(game.new_initial_state(), policy, -1, False)[0]
    out["exploitability"] = pyspiel.exploitability(game, policy)
elif mode == "cfr":
    target, limit = float(sys.argv[3]), float(sys.argv[4])
    solver = pyspiel.CFRPlusSolver(game)
    done, spent, stop, curve = 0, 0.0, False, []
    check = 1
    while not stop:
        # Iterations alone are timed; what measuring exploitability costs is not.
        begun = time.perf_counter()
        while done < check:
            solver.evaluate_and_update_policy()
            done += 1
            if spent + time.perf_counter() - begun > limit:
                stop = True
                break
        spent += time.perf_counter() - begun
        policy = solver.average_policy()
        e = pyspiel.exploitability(game, policy)
        curve.append([done, spent, e])
        stop = stop or e <= target
        check = max(done + 1, int(done * 1.25))
    out["curve"] = curve
    out["solve"] = spent
    out["reached"] = curve[-1][2] <= target
    out["value"] = pyspiel.expected_returns(game.new_initial_state(), policy, -1, False)[0]
else:
    sys.exit(f"unknown mode {mode}")
json.dump(out, sys.stdout)
