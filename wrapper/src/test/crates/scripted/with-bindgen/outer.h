#include "inner.h"

int weigh(struct thing *);
#ifdef MORE
int count(struct thing *);
#endif
