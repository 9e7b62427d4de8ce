# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of countersignctl for bash: the commands and options are read from its own help.

_countersignctl() {
  local word=$2 words="" command="" i
  local names
  names=$(countersignctl --help 2>/dev/null | sed -n '/^  [a-z]/{s/^  \(.\{20\}\).*/\1/;s/ *$//;p}' |
    grep -v '^countersignctl')

  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == -* ]] && continue
    if grep -q "^${command:+$command }${COMP_WORDS[i]}\( \|$\)" <<<"$names"; then
      command="${command:+$command }${COMP_WORDS[i]}"
    fi
  done

  if [[ $word == -* && -n $command ]]; then
    # shellcheck disable=SC2086
    words=$(countersignctl $command --help 2>/dev/null | grep -o -- '--[a-z-]*' | sort -u)
  elif [[ $command == "policy preset" ]]; then
    words="reference cautious"
  elif ! grep -qx "$command" <<<"$names"; then
    words=$(sed -n "s/^${command:+$command }\([a-z-]*\).*/\1/p" <<<"$names" | sort -u)
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _countersignctl countersignctl
