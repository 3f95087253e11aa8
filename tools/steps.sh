# shellcheck shell=bash
# For scripts that run many programs: one line says what became of each; all of its output is
# shown when it fails. To be sourced, with `work` set to a folder to write in.

: "${work:?is the folder to write in}"
passed=0
failed=0
begun=()

# step NAME COMMAND...: runs the command, and counts.
step() {
  log_step "$work/step" "${@:2}"
  tell_step "$1" "$work/step"
}

# begin_step NAME COMMAND...: the same, but goes on at once. As many run beside each other as
# there are processors: for programs that use one, and that nobody times.
begin_step() {
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
    wait -n
  done
  log_step "$work/step-${#begun[@]}" "${@:2}" &
  begun+=("$1")
}

# end_steps: waits for those that were begun, and counts them.
end_steps() {
  local place
  wait
  for place in "${!begun[@]}"; do
    tell_step "${begun[place]}" "$work/step-$place"
  done
  begun=()
}

# log_step FILE COMMAND...: leaves the output in FILE.log, and in FILE.end status and seconds.
log_step() {
  local start=$SECONDS status=0
  rm -f "$1.end"
  "${@:2}" >"$1.log" 2>&1 || status=$?
  echo "$status $((SECONDS - start))" >"$1.end"
}

# tell_step NAME FILE: says what became of the step, and counts it.
tell_step() {
  local status seconds
  read -r status seconds <"$2.end"
  if [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    # A test's closing line says how much it checked.
    printf 'ok      %-34s %3d s  %s\n' "$1" "$seconds" \
      "$(grep -E '[0-9]+ passed' "$2.log" | tail -n 1)"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$1"
    head -c 20000 "$2.log"
  fi
}

# closing_line WHAT: how many steps passed and failed; fails if any did.
closing_line() {
  printf '\n%s: %d passed, %d failed\n' "$1" "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
