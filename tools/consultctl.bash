# Bash completion for consultctl(1).
_consultctl()
{
	local word=${COMP_WORDS[COMP_CWORD]} i command=
	local commands="answer ask bounced browse check-data claim close diff fee import license log note pair parse queue
	    release replay resume search show sources status help"
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-c) ((i++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	if [ "${COMP_WORDS[COMP_CWORD-1]}" = -c ]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
	fi
	case $command in
	"") mapfile -t COMPREPLY < <(compgen -W "$commands -c -h -V" -- "$word") ;;
	help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word") ;;
	ask) mapfile -t COMPREPLY < <(compgen -W "--json -l" -- "$word"; compgen -f -- "$word") ;;
	parse) mapfile -t COMPREPLY < <(compgen -W "--json --body text html" -- "$word"; compgen -f -- "$word") ;;
	import) mapfile -t COMPREPLY < <(compgen -W "-o --effective --fewer --house --rollback" -- "$word"; compgen -f -- "$word") ;;
	diff) mapfile -t COMPREPLY < <(compgen -W "--all" -- "$word"; compgen -f -- "$word") ;;
	check-data) mapfile -t COMPREPLY < <(compgen -W "--notes" -- "$word"; compgen -f -- "$word") ;;
	license) mapfile -t COMPREPLY < <(compgen -W "-l set show end" -- "$word") ;;
	browse) mapfile -t COMPREPLY < <(compgen -W "-l --on" -- "$word") ;;
	search) mapfile -t COMPREPLY < <(compgen -W "-l --on --set -n" -- "$word") ;;
	pair) mapfile -t COMPREPLY < <(compgen -W "-l --on --hospital" -- "$word") ;;
	fee) mapfile -t COMPREPLY < <(compgen -W "-l --on --qpp --locality" -- "$word") ;;
	sources) mapfile -t COMPREPLY < <(compgen -W "-l" -- "$word"; compgen -f -- "$word") ;;
	queue) mapfile -t COMPREPLY < <(compgen -W "--all" -- "$word") ;;
	bounced) mapfile -t COMPREPLY < <(compgen -W "--clear" -- "$word") ;;
	replay) mapfile -t COMPREPLY < <(compgen -W "-l --full" -- "$word") ;;
	log) mapfile -t COMPREPLY < <(compgen -W "-n" -- "$word") ;;
	answer) mapfile -t COMPREPLY < <(compgen -W "-m -f" -- "$word"; compgen -f -- "$word") ;;
	show | claim | release | close | note)
		mapfile -t COMPREPLY < <(compgen -W "$(consultctl queue 2>/dev/null |
		    awk '$1 + 0 { print $1 }')" -- "$word") ;;
	esac
}
complete -F _consultctl consultctl
