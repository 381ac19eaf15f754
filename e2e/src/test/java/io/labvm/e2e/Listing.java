package io.labvm.e2e;

/** What lies below a folder, said alike by a machine of GNU tools and by one of BusyBox. */
final class Listing {
  private Listing() {}

  /**
   * A script that prints it, sorted: all names with their modes and owners, of links where they
   * lead, of files sizes, numbers of names, times and contents.
   *
   * @param folder its path; names are said from there on
   */
  static String of(Object folder) {
    return """
    set -euo pipefail
    cd '%s'
    { find . -exec stat -c '%%n %%f %%u:%%g' {} +
      find . -type l -exec sh -c 'for l; do echo "$l -> $(readlink "$l")"; done' sh {} +
      find . -type f -exec stat -c '%%n %%s %%h %%Y' {} +
      find . -type f -exec sha256sum {} +; } | LC_ALL=C sort
    """
        .formatted(folder);
  }
}
