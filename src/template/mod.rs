//! Register and layout in, one return workbook a service out.
