/*
 * The few words that Larder says itself. Never about its own troubles while it stands in for a
 * compiler: cargo and configure scripts read what a compiler prints.
 */
#ifndef LARDER_COMPLAIN_H
#define LARDER_COMPLAIN_H

/* `larder: NAME: WHAT` on stderr. */
void complain(const char *name, const char *what);

/* Several strings and a newline to a descriptor; the last argument is NULL. */
void say(int descriptor, const char *first, ...);

#endif
