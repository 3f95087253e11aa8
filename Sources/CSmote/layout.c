/* The ABI as numbers: a change that moves a field or widens a type does not
 * compile. Append to this list, never edit it. */
#include "smote.h"

#define OFFSET(type, field, bytes)                                             \
  _Static_assert(offsetof(type, field) == (bytes), #type "." #field " moved")
#define SIZE(type, bytes)                                                      \
  _Static_assert(sizeof(type) == (bytes), #type " changed its size")

SIZE(smote_status, 4);
SIZE(smote_method, 4);
SIZE(smote_strategy, 4);
SIZE(smote_stream, 4);
SIZE(smote_selection, 4);

SIZE(smote_error, 512);
OFFSET(smote_error, status, 0);
OFFSET(smote_error, message, 4);

SIZE(smote_dataset, 72);
OFFSET(smote_dataset, values, 8);
OFFSET(smote_dataset, labels, 16);
OFFSET(smote_dataset, rows, 24);
OFFSET(smote_dataset, columns, 32);
OFFSET(smote_dataset, row_stride, 40);
OFFSET(smote_dataset, column_stride, 48);
OFFSET(smote_dataset, dtype, 56);
OFFSET(smote_dataset, reserved, 60);
OFFSET(smote_dataset, categorical, 64);

SIZE(smote_target, 16);
OFFSET(smote_target, label, 0);
OFFSET(smote_target, reserved, 4);
OFFSET(smote_target, rows, 8);

SIZE(smote_options, 280);
OFFSET(smote_options, method, 8);
OFFSET(smote_options, strategy, 12);
OFFSET(smote_options, seed, 16);
OFFSET(smote_options, amount, 24);
OFFSET(smote_options, targets, 32);
OFFSET(smote_options, target_count, 40);
OFFSET(smote_options, neighbors, 48);
OFFSET(smote_options, threads, 52);
OFFSET(smote_options, stream, 56);
OFFSET(smote_options, few_rows, 60);
OFFSET(smote_options, bases, 64);
OFFSET(smote_options, scale, 68);
OFFSET(smote_options, column_weights, 72);
OFFSET(smote_options, numpy_state, 80);
OFFSET(smote_options, class_neighbors, 88);
OFFSET(smote_options, progress, 96);
OFFSET(smote_options, progress_context, 104);
OFFSET(smote_options, danger_neighbors, 112);
OFFSET(smote_options, reserved, 116);
OFFSET(smote_options, all_neighbors, 120);
OFFSET(smote_options, shrinkage, 128);
OFFSET(smote_options, shrinkage_count, 136);
OFFSET(smote_options, numpy_normal, 144);
OFFSET(smote_options, out_step, 152);
OFFSET(smote_options, support_rows, 160);
OFFSET(smote_options, cluster_of_row, 168);
OFFSET(smote_options, cluster_balance_threshold, 176);
OFFSET(smote_options, density_exponent, 184);
OFFSET(smote_options, clusters, 192);
OFFSET(smote_options, reserved_2, 196);
OFFSET(smote_options, cleaning, 200);
OFFSET(smote_options, cleaning_strategy, 204);
OFFSET(smote_options, cleaning_amount, 208);
OFFSET(smote_options, cleaning_targets, 216);
OFFSET(smote_options, cleaning_target_count, 224);
OFFSET(smote_options, cleaning_neighbors, 232);
OFFSET(smote_options, selection, 236);
OFFSET(smote_options, rounds, 240);
OFFSET(smote_options, seeds, 244);
OFFSET(smote_options, cleaning_threshold, 248);
OFFSET(smote_options, replacement, 256);
OFFSET(smote_options, allow_minority, 260);
OFFSET(smote_options, candidate_neighbors, 264);
OFFSET(smote_options, hard_voting, 268);
OFFSET(smote_options, class_probabilities, 272);

SIZE(smote_class_value, 16);
OFFSET(smote_class_value, label, 0);
OFFSET(smote_class_value, value, 8);

SIZE(smote_output, 48);
OFFSET(smote_output, values, 8);
OFFSET(smote_output, labels, 16);
OFFSET(smote_output, row_stride, 24);
OFFSET(smote_output, column_stride, 32);
OFFSET(smote_output, carried, 40);
OFFSET(smote_output, reserved, 44);

SIZE(smote_search, 72);
OFFSET(smote_search, neighbors, 8);
OFFSET(smote_search, threads, 12);
OFFSET(smote_search, first_query, 16);
OFFSET(smote_search, first_reference, 24);
OFFSET(smote_search, one_table, 32);
OFFSET(smote_search, resume, 36);
OFFSET(smote_search, scale, 40);
OFFSET(smote_search, reserved, 44);
OFFSET(smote_search, column_weights, 48);
OFFSET(smote_search, progress, 56);
OFFSET(smote_search, progress_context, 64);
