"""Reference logit equilibria for the tests of package qre, made independently of it.

    pip install pygambit==16.7.0 numpy
    python3 reference.py 0.5,2,5 *.efg > reference.csv

The branch comes from Gambit's tracer (logit_solve_lambda); the digits from a dense
Newton on the textbook equations, x_a - x_0 = lambda (Q_a - Q_0) and sum exp(x) = 1,
evaluated by plain recursion, with complex-step derivatives. The columns are game,
lambda, player, place of the information set among the player's in order of first
appearance, action (from 1), log-probability.
"""
import re, sys
from fractions import Fraction
import numpy as np, pygambit

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s,{}"]+')

def number(s):
    return Fraction(s) if "/" not in s else Fraction(s.split("/")[0]) / Fraction(s.split("/")[1])

def parse(text):
    """-> players, tree. A node is (kind, payoffs, set, probabilities, children)."""
    tok, at = TOKEN.findall(text), 3
    def peek(): return tok[at] if at < len(tok) else ""
    def take():
        nonlocal at
        at += 1
        return tok[at - 1]
    def braces():
        take(); out = []
        while peek() != "}": out.append(take())
        take()
        return out
    take(); players = len(braces())
    if peek().startswith('"'): take()
    known, chances, outcomes = {}, {}, {}
    def outcome():
        k = int(take())
        if peek().startswith('"'): take()
        if peek() == "{": outcomes[k] = [number(v) for v in braces()]
        return outcomes.get(k, [Fraction(0)] * players) if k else [Fraction(0)] * players
    def node():
        kind = take()
        if peek().startswith('"'): take()
        if kind == "t": return ("t", outcome(), None, None, [])
        if kind == "c":
            k = int(take())
            if peek().startswith('"'): take()
            if peek() == "{": chances[k] = [number(v) for v in braces()[1::2]]
            return ("c", outcome(), None, chances[k], [node() for _ in chances[k]])
        key = (int(take()), int(take()))
        if peek().startswith('"'): take()
        if peek() == "{": known[key] = len(braces())
        return ("p", outcome(), key, None, [node() for _ in range(known[key])])
    return players, node()

def strict(players, root):
    """The game in the strict form that Gambit reads."""
    lines = ['EFG 2 R "" { ' + " ".join(f'"{i+1}"' for i in range(players)) + " }"]
    seen, count = set(), [0, 0]
    def walk(h):
        kind, pay, key, prob, kids = h
        if any(pay) or kind == "t":
            count[0] += 1
            out = f'{count[0]} "" {{ ' + ", ".join(str(v) for v in pay) + " }"
        else: out = "0"
        if kind == "t": lines.append(f't "" {out}')
        elif kind == "c":
            count[1] += 1
            lines.append(f'c "" {count[1]} "" {{ ' + " ".join(f'"{a}" {p}' for a, p in enumerate(prob)) + f" }} {out}")
        else:
            acts = "" if key in seen else '"" { ' + " ".join(f'"{a}"' for a in range(len(kids))) + " }"
            seen.add(key)
            lines.append(f'p "" {key[0]} {key[1]} {acts} {out}')
        for c in kids: walk(c)
    walk(root)
    return "\n".join(lines)

def layout(players, root):
    """Information sets by player, in order of first appearance: key -> (first unknown, actions)."""
    order = {}
    def walk(h):
        if h[0] == "p": order.setdefault(h[2], len(h[4]))
        for c in h[4]: walk(c)
    walk(root)
    sets, n = {}, 0
    for i in range(players):
        for key, m in order.items():
            if key[0] == i + 1:
                sets[key] = (n, m); n += m
    return sets, n

def equations(players, root, sets, n, x, lam):
    num, den = np.zeros(n, complex), {}
    def walk(h, r):
        v = np.array([float(u) for u in h[1]], complex)
        for a, c in enumerate(h[4]):
            if h[0] == "c":
                p = float(h[3][a]); v = v + p * walk(c, r * p)
            else:
                j = sets[h[2]][0] + a
                u = walk(c, r * np.exp(x[j]))
                num[j] += r * u[h[2][0] - 1]
                v = v + np.exp(x[j]) * u
        if h[0] == "p": den[h[2]] = den.get(h[2], 0) + r
        return v
    walk(root, 1.0)
    f = np.zeros(n, complex)
    for key, (first, m) in sets.items():
        f[first] = np.exp(x[first:first + m]).sum() - 1
        for j in range(first + 1, first + m):
            f[j] = x[j] - x[first] - lam * (num[j] - num[first]) / den[key]
    return f

def main():
    print("# made by: python3 reference.py", *sys.argv[1:])
    print(f"# pygambit {pygambit.__version__}")
    print("game,lambda,player,set,action,logp")
    for path in sys.argv[2:]:
        players, root = parse(open(path).read())
        sets, n = layout(players, root)
        import io
        game = pygambit.read_efg(io.StringIO(strict(players, root)))
        for lam in map(float, sys.argv[1].split(",")):
            found = pygambit.qre.logit_solve_lambda(game, lam=lam)[0]
            x = np.log([float(found[j]) for j in range(n)])
            y = x.copy()
            for _ in range(20):
                f = equations(players, root, sets, n, y, lam).real
                jac = np.empty((n, n))
                for j in range(n):
                    z = y.astype(complex); z[j] += 1e-30j
                    jac[:, j] = equations(players, root, sets, n, z, lam).imag / 1e-30
                step = np.linalg.solve(jac, -f)
                y += step
                if abs(step).max() < 1e-14: break
            assert abs(equations(players, root, sets, n, y, lam)).max() < 1e-12, path
            assert abs(np.exp(y) - np.exp(x)).max() < 1e-6, path  # still Gambit's branch
            place = {}
            for key, (first, m) in sets.items():
                place[key[0]] = place.get(key[0], 0) + 1
                for a in range(m):
                    print(f"{path.split('/')[-1]},{lam:g},{key[0]},{place[key[0]]},{a+1},{y[first+a]:.15g}")

main()
