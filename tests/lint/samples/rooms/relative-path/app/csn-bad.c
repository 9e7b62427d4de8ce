#include "../store/csn-thing.h"
