#!/bin/bash
# What pip says while it installs (on standard input), in a line now and then: what was looked up of so many ($1),
# what is large, and that it goes on while it says nothing.
total=$1 looked_up=0 began=$SECONDS
while :; do
    if IFS= read -r -t "${EVERY_S:-15}" line; then
        case $line in
            Collecting\ *)
                looked_up=$((looked_up + 1))
                if [ $((looked_up % 25)) = 0 ]; then echo "  $looked_up of $total packages looked up"; fi ;;
            *Downloading\ *\([0-9][0-9]*MB\)*)  # 10 MB and more
                line=${line#*Downloading }
                echo "  fetching $line" ;;
            "Installing collected packages"*)
                echo "  all are here: now they are unpacked (a minute or two)" ;;
        esac
    elif [ $? -gt 128 ]; then
        echo "  ... still at work after $((SECONDS - began)) s"
    else
        break
    fi
done
exec cat >/dev/null  # an old bash does not tell silence from the end
