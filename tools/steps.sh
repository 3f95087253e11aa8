# shellcheck shell=bash
# For scripts that run many programs: one line says what became of each; all of its output is
# shown when it fails. To be sourced, with `work` set to a folder to write in.

: "${work:?is the folder to write in}"
passed=0
failed=0

# step NAME COMMAND...: runs the command, and counts.
step() {
  local name=$1 start=$SECONDS
  shift
  if "$@" >"$work/step.log" 2>&1; then
    passed=$((passed + 1))
    # A test's closing line says how much it checked.
    printf 'ok      %-34s %3d s  %s\n' "$name" $((SECONDS - start)) \
      "$(grep -E '[0-9]+ passed' "$work/step.log" | tail -n 1)"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$name"
    head -c 20000 "$work/step.log"
  fi
}

# closing_line WHAT: how many steps passed and failed; fails if any did.
closing_line() {
  printf '\n%s: %d passed, %d failed\n' "$1" "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
