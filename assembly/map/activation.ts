// out_i = f(x_i) for the activations of core/activation, and their backward forms out_i = f'(x_i) dy_i

import { Gelu, GeluTanh, Relu, Relu2, Sigmoid, Silu, Tanh } from "../core/activation";
import { map, zip } from "../core/map";

export function map_relu_f32(out: usize, x: usize, n: usize): void { map<f32, Relu>(out, x, n); }
export function map_relu_f64(out: usize, x: usize, n: usize): void { map<f64, Relu>(out, x, n); }
export function map_relu2_f32(out: usize, x: usize, n: usize): void { map<f32, Relu2>(out, x, n); }
export function map_relu2_f64(out: usize, x: usize, n: usize): void { map<f64, Relu2>(out, x, n); }
export function map_gelu_f32(out: usize, x: usize, n: usize): void { map<f32, Gelu>(out, x, n); }
export function map_gelu_f64(out: usize, x: usize, n: usize): void { map<f64, Gelu>(out, x, n); }
export function map_gelutanh_f32(out: usize, x: usize, n: usize): void { map<f32, GeluTanh>(out, x, n); }
export function map_gelutanh_f64(out: usize, x: usize, n: usize): void { map<f64, GeluTanh>(out, x, n); }
export function map_silu_f32(out: usize, x: usize, n: usize): void { map<f32, Silu>(out, x, n); }
export function map_silu_f64(out: usize, x: usize, n: usize): void { map<f64, Silu>(out, x, n); }
export function map_sigmoid_f32(out: usize, x: usize, n: usize): void { map<f32, Sigmoid>(out, x, n); }
export function map_sigmoid_f64(out: usize, x: usize, n: usize): void { map<f64, Sigmoid>(out, x, n); }
export function map_tanh_f32(out: usize, x: usize, n: usize): void { map<f32, Tanh>(out, x, n); }
export function map_tanh_f64(out: usize, x: usize, n: usize): void { map<f64, Tanh>(out, x, n); }

export function map_drelu_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Relu>(out, x, dy, n); }
export function map_drelu_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Relu>(out, x, dy, n); }
export function map_drelu2_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Relu2>(out, x, dy, n); }
export function map_drelu2_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Relu2>(out, x, dy, n); }
export function map_dgelu_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Gelu>(out, x, dy, n); }
export function map_dgelu_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Gelu>(out, x, dy, n); }
export function map_dgelutanh_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, GeluTanh>(out, x, dy, n); }
export function map_dgelutanh_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, GeluTanh>(out, x, dy, n); }
export function map_dsilu_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Silu>(out, x, dy, n); }
export function map_dsilu_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Silu>(out, x, dy, n); }
export function map_dsigmoid_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Sigmoid>(out, x, dy, n); }
export function map_dsigmoid_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Sigmoid>(out, x, dy, n); }
export function map_dtanh_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Tanh>(out, x, dy, n); }
export function map_dtanh_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Tanh>(out, x, dy, n); }
