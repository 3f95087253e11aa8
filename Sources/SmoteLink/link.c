/* Nothing is compiled here: this target carries the linker flags of the shared
 * library (Package.swift). */
typedef int smote_link_is_empty;
