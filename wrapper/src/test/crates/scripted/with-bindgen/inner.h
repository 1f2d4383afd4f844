struct thing {
  int first;
  long second;
};
