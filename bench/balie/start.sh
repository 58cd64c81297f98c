#!/bin/sh
# usage: start.sh | start.sh stop      the desk of PEERS_DIR, on ports of its own; seeded by seed.py
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$(dirname "$here")")
P=${PEERS_DIR:-/tmp/peers}; name=${BENCH_NAME:-balie}; port=${BENCH_PORT:-15527}; mkdir -p "$P/run" "$P/log"
if [ "$1" = stop ]; then
    [ -f "$P/run/$name.server" ] && kill "$(cat "$P/run/$name.server")" 2>/dev/null
    while [ -f "$P/run/$name.server" ] && kill -0 "$(cat "$P/run/$name.server")" 2>/dev/null; do sleep 0.1; done
    rm -f "$P/run/$name.server" "$P/run/$name.db"; exit 0
fi
export BALIE_HOME="$P/data/$name" BALIE_PORT=$port BALIE_LIVE_PORT=$((port + 1)) BALIE_SMTP_PORT=$((port + 2))
export BALIE_URL=http://127.0.0.1:$port BALIE_OUTGOING_MAIL=${BENCH_OUTGOING:-smtp://127.0.0.1:15590}
setsid "$root/.venv/bin/python" -P -m balie.commands.main serve > "$P/log/$name.log" 2>&1 < /dev/null &
echo $! > "$P/run/$name.server"
for _ in $(seq 600); do
    curl -s -o /dev/null -f "http://127.0.0.1:$port/healthz" && break; sleep 0.05
done
sed -n 1p "$BALIE_HOME/postgres/postmaster.pid" > "$P/run/$name.db"
