#!/bin/sh
# Runs a server for as long as the gateway lives: supervise.sh SECONDS COMMAND...
#
# Standard input is a pipe that only the gateway holds. When it closes, because the gateway wants it
# or because it died, the server gets SECONDS to stop in order and is then stopped at once.

# A terminal sends its signals to everybody; only the gateway decides when the server ends. Without
# setsid (which our caller uses where it exists) a job of its own keeps the server apart.
trap '' HUP INT TERM
command -v setsid >/dev/null 2>&1 || set -m

seconds=$1
shift
exec 3<&0 </dev/null

"$@" 3<&- &
server=$!

(
    read -r line <&3
    kill -INT "$server" 2>/dev/null
    while [ "$seconds" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
        sleep 1
        seconds=$((seconds - 1))
    done
    kill -QUIT "$server" 2>/dev/null
) &
watcher=$!
exec 3<&-

wait "$server"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
