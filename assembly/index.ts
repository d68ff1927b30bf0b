export { heap_alloc_u8, heap_free_u8 } from "./core/heap";
export { box_bound_f64 } from "./box/bound";
export { box_line_f64 } from "./box/line";
export { bsr_gate_f32, bsr_gate_f64 } from "./bsr/gate";
export { bsr_mm_f32, bsr_mm_f64 } from "./bsr/mm";
export { bsr_mv_f32, bsr_mv_f64 } from "./bsr/mv";
export { bsr_sddmm_f32, bsr_sddmm_f64 } from "./bsr/sddmm";
export { bsr_tmm_f32, bsr_tmm_f64 } from "./bsr/tmm";
export { bsr_tmv_f32, bsr_tmv_f64 } from "./bsr/tmv";
export { cast_decode_f32, cast_decode_f64 } from "./cast/decode";
export { cast_encode_f32, cast_encode_f64 } from "./cast/encode";
export { cd_blocks_f32, cd_blocks_f64 } from "./cd/blocks";
export {
  cd_gather_f32, cd_gather_f64, cd_moments_f32, cd_moments_f64, cd_products_f32, cd_products_f64,
} from "./cd/columns";
export { cd_dense_f32, cd_dense_f64 } from "./cd/dense";
export { cd_gram_f32, cd_gram_f64, cd_move_f32, cd_move_f64 } from "./cd/gram";
export {
  cd_sparse_f32, cd_sparse_f64, cd_sparsegram_f32, cd_sparsegram_f64, cd_sparseproducts_f32, cd_sparseproducts_f64,
  cd_sparseremove_f32, cd_sparseremove_f64,
} from "./cd/sparse";
export { cd_sparsemoments_f32, cd_sparsemoments_f64 } from "./cd/sparsemoments";
export { cluster_assign_f32, cluster_assign_f64 } from "./cluster/assign";
export { cluster_nearer_f32, cluster_nearer_f64 } from "./cluster/nearer";
export { colsparse_lutmv_f32, colsparse_lutmv_f64 } from "./colsparse/lut";
export { colsparse_mv_f32, colsparse_mv_f64 } from "./colsparse/mv";
export {
  colsparse_masked_f32, colsparse_masked_f64, colsparse_select_f32, colsparse_select_f64, colsparse_top_f32,
  colsparse_top_f64,
} from "./colsparse/select";
export { csr_add_f32, csr_add_f64, csr_addrows_u32 } from "./csr/add";
export { csr_check_u32 } from "./csr/check";
export { csr_coo_f32, csr_coo_f64, csr_coowork_f32, csr_coowork_f64 } from "./csr/coo";
export {
  csr_countdense_f32, csr_countdense_f64, csr_fromdense_f32, csr_fromdense_f64, csr_todense_f32, csr_todense_f64,
} from "./csr/dense";
export { csr_lower_f32, csr_lower_f64, csr_lowerrows_u32 } from "./csr/lower";
export { csr_mm_f32, csr_mm_f64 } from "./csr/mm";
export { csr_mv_f32, csr_mv_f64 } from "./csr/mv";
export { csr_normal_f32, csr_normal_f64 } from "./csr/normal";
export { csr_scalecols_f32, csr_scalecols_f64, csr_scalerows_f32, csr_scalerows_f64 } from "./csr/scale";
export { csr_sddmm_f32, csr_sddmm_f64 } from "./csr/sddmm";
export { csr_diagonal_f32, csr_diagonal_f64, csr_slice_f32, csr_slice_f64, csr_slicerows_u32 } from "./csr/slice";
export { csr_spgemm_f32, csr_spgemm_f64 } from "./csr/spgemm";
export { csr_spgemmbits_u32, csr_spgemmwork_f32, csr_spgemmwork_f64 } from "./csr/spgemmwork";
export { csr_spgemmrows_u32 } from "./csr/spgemmrows";
export { csr_tmm_f32, csr_tmm_f64 } from "./csr/tmm";
export { csr_tmv_f32, csr_tmv_f64 } from "./csr/tmv";
export { csr_transpose_f32, csr_transpose_f64 } from "./csr/transpose";
export { csr_trsv_f32, csr_trsv_f64 } from "./csr/trsv";
export { csr_walks_u32, csr_walkswork_u32 } from "./csr/walks";
export { dense_batch_f32, dense_batch_f64 } from "./dense/batch";
export { dense_epilogue_f32, dense_epilogue_f64 } from "./dense/epilogue";
export { dense_gemm_f32, dense_gemm_f64, dense_gemmwork_f32, dense_gemmwork_f64 } from "./dense/gemm";
export { dense_gemv_f32, dense_gemv_f64 } from "./dense/gemv";
export { dense_ger_f32, dense_ger_f64 } from "./dense/ger";
export { dense_norm1_f32, dense_norm1_f64 } from "./dense/norm1";
export { dense_normal_f32, dense_normal_f64 } from "./dense/normal";
export { dense_syrk_f32, dense_syrk_f64 } from "./dense/syrk";
export { dense_tgemv_f32, dense_tgemv_f64 } from "./dense/tgemv";
export { dense_transpose_f32, dense_transpose_f64 } from "./dense/transpose";
export { dense_trsm_f32, dense_trsm_f64 } from "./dense/trsm";
export { dense_trsv_f32, dense_trsv_f64 } from "./dense/trsv";
export { factor_append_f32, factor_append_f64, factor_cholesky_f32, factor_cholesky_f64 } from "./factor/cholesky";
export {
  factor_banded_f32, factor_banded_f64, factor_bandedsolve_f32, factor_bandedsolve_f64, factor_bandedwork_f32,
  factor_bandedwork_f64,
} from "./factor/banded";
export { factor_ldl_f32, factor_ldl_f64, factor_ldlwork_f32, factor_ldlwork_f64 } from "./factor/ldl";
export { factor_lu_f32, factor_lu_f64, factor_luwork_f32, factor_luwork_f64 } from "./factor/lu";
export { factor_permute_f32, factor_permute_f64 } from "./factor/permute";
export { factor_pivoted_f32, factor_pivoted_f64 } from "./factor/pivoted";
export { factor_remove_f32, factor_remove_f64 } from "./factor/remove";
export { factor_downdate_f32, factor_downdate_f64, factor_update_f32, factor_update_f64 } from "./factor/update";
export { fanin_mm_f32, fanin_mm_f64 } from "./fanin/mm";
export { fanin_mv_f32, fanin_mv_f64 } from "./fanin/mv";
export { fanin_tmv_f32, fanin_tmv_f64 } from "./fanin/tmv";
export { fft_chirp_f32, fft_chirp_f64 } from "./fft/chirp";
export { fft_columns_f32, fft_columns_f64, fft_columnswork_f32, fft_columnswork_f64 } from "./fft/columns";
export {
  fft_angles_f32, fft_angles_f64, fft_cosines_f32, fft_cosines_f64, fft_disorder_f32, fft_disorder_f64, fft_order_f32,
  fft_order_f64,
} from "./fft/dct";
export { fft_hadamard_f32, fft_hadamard_f64 } from "./fft/hadamard";
export {
  fft_mirror_f32, fft_mirror_f64, fft_narrow_f32, fft_narrow_f64, fft_widen_f32, fft_widen_f64,
} from "./fft/odd";
export { fft_halves_f32, fft_halves_f64, fft_spectrum_f32, fft_spectrum_f64 } from "./fft/real";
export { fft_rows_f32, fft_rows_f64, fft_rowswork_f32, fft_rowswork_f64 } from "./fft/rows";
export {
  krylov_csrresidual_f32, krylov_csrresidual_f64, krylov_residual_f32, krylov_residual_f64,
} from "./krylov/residual";
export { krylov_step_f32, krylov_step_f64 } from "./krylov/step";
export { greedy_columns_f32, greedy_columns_f64, greedy_median_f32, greedy_median_f64 } from "./greedy/median";
export { greedy_decrease_f32, greedy_decrease_f64 } from "./greedy/decrease";
export { int8_dequantize_f32, int8_dequantize_f64 } from "./int8/dequantize";
export { int8_mm_f32, int8_mm_f64, int8_mmwork_f32, int8_mmwork_f64 } from "./int8/mm";
export { int8_mm8_f32, int8_mm8work_u8 } from "./int8/mm8";
export { int8_mv_f32, int8_mv_f64 } from "./int8/mv";
export { int8_quantize_f32, int8_quantize_f64 } from "./int8/quantize";
export { klane_cd_f32, klane_cd_f64 } from "./klane/cd";
export { klane_curve_f32, klane_curve_f64 } from "./klane/curve";
export { klane_dots_f32, klane_dots_f64 } from "./klane/dots";
export { klane_gcd_f32, klane_gcd_f64 } from "./klane/gcd";
export { klane_gram_f32, klane_gram_f64 } from "./klane/gram";
export { klane_dual_f32, klane_dual_f64, klane_link_f32, klane_link_f64 } from "./klane/link";
export { klane_margins_f32, klane_margins_f64 } from "./klane/margins";
export { lut_assign_f32, lut_assign_f64 } from "./lut/assign";
export { lut_dequantize_f32, lut_dequantize_f64 } from "./lut/dequantize";
export { lut_even8_f32, lut_even8work_u8 } from "./lut/even8";
export { lut_fit_f32, lut_fit_f64 } from "./lut/fit";
export { lut_group_f32, lut_group_f64 } from "./lut/group";
export { lut_lloyd_f32, lut_lloyd_f64 } from "./lut/lloyd";
export { lut_loss_f32, lut_loss_f64 } from "./lut/loss";
export { lut_midrise_f32, lut_midrise_f64 } from "./lut/midrise";
export { lut_bytes_f32 } from "./lut/bytes";
export { lut_mm_f32, lut_mm_f64, lut_mmwork_f32, lut_mmwork_f64 } from "./lut/mm";
export { lut_mm8_f32, lut_mm8work_u8 } from "./lut/mm8";
export { lut_mv_f32, lut_mv_f64 } from "./lut/mv";
export { lut_optimal_f32, lut_optimal_f64 } from "./lut/optimal";
export { lut_place_u8, lut_take_u8 } from "./lut/place";
export { lut_round_f32, lut_round_f64 } from "./lut/round";
export { lut_quantize_f32, lut_quantize_f64 } from "./lut/quantize";
export {
  map_relu_f32, map_relu_f64, map_relu2_f32, map_relu2_f64, map_gelu_f32, map_gelu_f64, map_gelutanh_f32,
  map_gelutanh_f64, map_silu_f32, map_silu_f64, map_sigmoid_f32, map_sigmoid_f64, map_tanh_f32, map_tanh_f64,
  map_drelu_f32, map_drelu_f64, map_drelu2_f32, map_drelu2_f64, map_dgelu_f32, map_dgelu_f64, map_dgelutanh_f32,
  map_dgelutanh_f64, map_dsilu_f32, map_dsilu_f64, map_dsigmoid_f32, map_dsigmoid_f64, map_dtanh_f32, map_dtanh_f64,
} from "./map/activation";
export {
  map_add_f32, map_add_f64, map_sub_f32, map_sub_f64, map_mul_f32, map_mul_f64, map_div_f32, map_div_f64,
} from "./map/binary";
export { map_clamp_f32, map_clamp_f64, map_dclamp_f32, map_dclamp_f64 } from "./map/clamp";
export { map_softmax_f32, map_softmax_f64, map_dsoftmax_f32, map_dsoftmax_f64 } from "./map/softmax";
export {
  map_abs_f32, map_abs_f64, map_sqrt_f32, map_sqrt_f64, map_exp_f32, map_exp_f64, map_log_f32, map_log_f64,
  map_erf_f32, map_erf_f64, map_dabs_f32, map_dabs_f64, map_dsqrt_f32, map_dsqrt_f64, map_dexp_f32, map_dexp_f64,
  map_dlog_f32, map_dlog_f64, map_derf_f32, map_derf_f64,
} from "./map/unary";
export {
  nm_check_f32, nm_check_f64, nm_compress_f32, nm_compress_f64, nm_decompress_f32, nm_decompress_f64,
} from "./nm/compress";
export {
  nm_lutmm_f32, nm_lutmm_f64, nm_lutmv_f32, nm_lutmv_f64, nm_rows_f32, nm_rows_f64,
} from "./nm/lut";
export { nm_mm_f32, nm_mm_f64 } from "./nm/mm";
export { nm_mv_f32, nm_mv_f64 } from "./nm/mv";
export { nm_tmv_f32, nm_tmv_f64 } from "./nm/tmv";
export { ortho_bcgs2_f32, ortho_bcgs2_f64, ortho_bcgs2work_f32, ortho_bcgs2work_f64 } from "./ortho/bcgs2";
export {
  ortho_cgs_f32, ortho_cgs_f64, ortho_cgs2_f32, ortho_cgs2_f64, ortho_mgs_f32, ortho_mgs_f64,
} from "./ortho/gramschmidt";
export {
  ortho_divide_f32, ortho_divide_f64, ortho_gram_f32, ortho_gram_f64, ortho_gramwork_f32, ortho_gramwork_f64,
} from "./ortho/cholqr";
export { ortho_pivotedqr_f32, ortho_pivotedqr_f64, ortho_pivotedwork_f32, ortho_pivotedwork_f64 } from "./ortho/pivoted";
export {
  ortho_applyq_f32, ortho_applyq_f64, ortho_formq_f32, ortho_formq_f64, ortho_qr_f32, ortho_qr_f64, ortho_qrwork_f32,
  ortho_qrwork_f64, ortho_width_u32,
} from "./ortho/qr";
export { pairs_gram_f32, pairs_gram_f64 } from "./pairs/gram";
export { pairs_mean_f32, pairs_mean_f64, pairs_norms_f32, pairs_norms_f64 } from "./pairs/norms";
export { panel_pack_f32, panel_pack_f64, panel_place_f32, panel_place_f64 } from "./panel/pack";
export { probe_copy_u8 } from "./probe/copy";
export { probe_dot_u8 } from "./probe/dot";
export { probe_fused_u8 } from "./probe/fused";
export { probe_madd_f32, probe_madd_f64 } from "./probe/madd";
export { probe_read_u8 } from "./probe/read";
export { prox_elastic_f32, prox_elastic_f64 } from "./prox/elastic";
export { prox_firm_f32, prox_firm_f64 } from "./prox/firm";
export { prox_group_f32, prox_group_f64 } from "./prox/group";
export { prox_hard_f32, prox_hard_f64 } from "./prox/hard";
export { prox_l1_f32, prox_l1_f64 } from "./prox/l1";
export { prox_logistic_f32, prox_logistic_f64 } from "./prox/logistic";
export { prox_residual_f32, prox_residual_f64, prox_hinge_f32, prox_hinge_f64 } from "./prox/loss";
export { prox_positive_f32, prox_positive_f64 } from "./prox/positive";
export { prox_kth_f32, prox_kth_f64 } from "./prox/select";
export { prox_simplex_f32, prox_simplex_f64 } from "./prox/simplex";
export { prox_slope_f32, prox_slope_f64 } from "./prox/slope";
export {
  prox_splitball_f32, prox_splitball_f64, prox_splitgap_f32, prox_splitgap_f64, prox_splitl1_f32, prox_splitl1_f64,
} from "./prox/split";
export { prox_keep_f32, prox_keep_f64, prox_top_f32, prox_top_f64 } from "./prox/top";
export {
  prox_stepback_f32, prox_stepback_f64, prox_steptol0_f32, prox_steptol0_f64, prox_steptol1_f32, prox_steptol1_f64,
} from "./prox/unfolded";
export { prox_tv_f32, prox_tv_f64, prox_differences_f32, prox_differences_f64 } from "./prox/variation";
export { prox_weighted_f32, prox_weighted_f64 } from "./prox/weighted";
export { random_alias_u32 } from "./random/alias";
export { random_binomial_u32 } from "./random/binomial";
export { random_exponential_f32, random_exponential_f64, random_sign_f32, random_sign_f64 } from "./random/exponential";
export { random_gamma_f32, random_gamma_f64 } from "./random/gamma";
export { random_integers_u32, random_permutation_u32 } from "./random/integers";
export { random_normal_f32, random_normal_f64 } from "./random/normal";
export { random_philox_u32 } from "./random/philox";
export { random_uniform_f32, random_uniform_f64 } from "./random/uniform";
export { scan_suffix_f32, scan_suffix_f64 } from "./scan/suffix";
export { spectral_bidiagonal_f32, spectral_bidiagonal_f64 } from "./spectral/bidiagonal";
export { spectral_bidiagonalqr_f64 } from "./spectral/bidiagonalqr";
export { spectral_bidivide_f32, spectral_bidivide_f64 } from "./spectral/bidivide";
export { spectral_divide_f32, spectral_divide_f64, spectral_dividework_f32, spectral_dividework_f64 } from "./spectral/divide";
export { spectral_reflect_f32, spectral_reflect_f64 } from "./spectral/backtransform";
export { spectral_francis_f64 } from "./spectral/francis";
export { spectral_hessenberg_f64 } from "./spectral/hessenberg";
export { spectral_quasi_f64 } from "./spectral/quasi";
export { spectral_jacobi_f64 } from "./spectral/jacobi";
export { spectral_mirror_f32, spectral_mirror_f64 } from "./spectral/mirror";
export { spectral_qr_f64 } from "./spectral/qr";
export { spectral_tridiagonal_f32, spectral_tridiagonal_f64 } from "./spectral/tridiagonal";
export { search_best_f32, search_best_f64, search_bestwork_f32, search_bestwork_f64 } from "./search/best";
export { search_list_f32, search_list_f64, search_merge_f32, search_merge_f64 } from "./search/merge";
export { sfactor_amd_u32 } from "./sfactor/amd";
export { sfactor_columns_f32, sfactor_columns_f64 } from "./sfactor/columns";
export { sfactor_counts_u32, sfactor_etree_u32, sfactor_postorder_u32 } from "./sfactor/etree";
export { sfactor_factor_f32, sfactor_factor_f64, sfactor_work_f32, sfactor_work_f64 } from "./sfactor/factor";
export { sfactor_gather_u8 } from "./sfactor/gather";
export { sfactor_graph_u32 } from "./sfactor/graph";
export {
  sfactor_incomplete_f32, sfactor_incomplete_f64, sfactor_incompletelu_f32, sfactor_incompletelu_f64,
} from "./sfactor/incomplete";
export { sfactor_lu_f32, sfactor_lu_f64 } from "./sfactor/lu";
export { sfactor_inverse_u32, sfactor_relabel_u32, sfactor_reorder_u32, sfactor_rows_u32 } from "./sfactor/rows";
export { sfactor_scatter_f32, sfactor_scatter_f64 } from "./sfactor/scatter";
export { sfactor_solve_f32, sfactor_solve_f64, sfactor_solvework_f32, sfactor_solvework_f64 } from "./sfactor/solve";
export { sfactor_supernodes_u32 } from "./sfactor/supernodes";
export { sfactor_symbolic_u32 } from "./sfactor/symbolic";
export { sfactor_update_f32, sfactor_update_f64 } from "./sfactor/update";
export { vec_asum_f32, vec_asum_f64 } from "./vec/asum";
export { vec_axpby_f32, vec_axpby_f64 } from "./vec/axpby";
export { vec_axpy_f32, vec_axpy_f64 } from "./vec/axpy";
export { vec_dot_f32, vec_dot_f64 } from "./vec/dot";
export { vec_iamax_f32, vec_iamax_f64 } from "./vec/iamax";
export { vec_amax_f32, vec_amax_f64, vec_nrm2_f32, vec_nrm2_f64 } from "./vec/nrm2";
export { vec_scal_f32, vec_scal_f64 } from "./vec/scal";
