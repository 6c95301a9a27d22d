//! Charts of a sheet.

use super::over::cut;
use super::picture::ALT;
use crate::colour::{self, FOR_MARKS};
use rust_xlsxwriter::{
    self as x, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType,
    Worksheet, XlsxError,
};

const GRID: &str = "#D9D9D9";
const GROUND: &str = "#FFFFFF";
const TEXT: &str = "#404040";

/// A chart over ranges of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Lines, columns, bars or points.
    pub kind: ChartKind,
    /// Its title.
    pub title: String,
    /// What the picture says, for people who cannot see it.
    pub alt: String,
    /// The x axis is the level one, in a bar chart too: there it has the values.
    pub x_title: String,
    /// The title of the value axis.
    pub y_title: String,
    /// What it draws.
    pub series: Vec<ChartSeries>,
    /// Top left corner, then width and height in pixels.
    pub row: u32,
    /// Column, counted from 0.
    pub column: u16,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The ends of the category axis, where they are set.
    pub x_range: Option<(f64, f64)>,
    /// The ends of the value axis, where they are set.
    pub y_range: Option<(f64, f64)>,
    /// Number formats of the axes, in Excel's notation; empty for the data's own.
    pub x_format: String,
    /// The number format of the value axis.
    pub y_format: String,
    /// Has a legend.
    pub legend: bool,
    /// A line goes on over blank cells, to the next figure.
    pub over_gaps: bool,
}

/// The kinds of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Lines.
    Line,
    /// Columns side by side.
    Column,
    /// Columns on top of each other.
    StackedColumn,
    /// Bars one after another.
    StackedBar,
    /// Points.
    Scatter,
}

/// One line, or one set of columns, of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSeries {
    /// Its name.
    pub name: String,
    /// The sheet of its data.
    pub sheet: String,
    /// First and last cell of the categories (x values) and of the values: (row, column, row, column).
    pub categories: (u32, u16, u32, u16),
    /// First row, first column, last row, last column.
    pub values: (u32, u16, u32, u16),
    /// `#RRGGBB`.
    pub colour: String,
    /// How its line looks; columns and bars have none.
    pub look: SeriesLook,
    /// A label for each point, as text.
    pub labels: Vec<String>,
}

/// How the line of a series looks, the strongest first: what a chart is about, what that is held against, and what stands
/// beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SeriesLook {
    /// A thick line.
    #[default]
    Strong,
    /// A dashed line.
    Dashed,
    /// A thin line.
    Thin,
    /// A thin line of dots.
    Dotted,
    /// Symbols only, no line.
    Points,
}

impl SeriesLook {
    /// Width of the line in points, and its dashes; `None` for no line.
    fn line(self) -> Option<(f64, Option<ChartLineDashType>)> {
        match self {
            Self::Strong => Some((2.75, None)),
            Self::Dashed => Some((2.0, Some(ChartLineDashType::Dash))),
            Self::Thin => Some((1.0, None)),
            Self::Dotted => Some((1.25, Some(ChartLineDashType::RoundDot))),
            Self::Points => None,
        }
    }
}

pub(super) fn insert(sheet: &mut Worksheet, chart: &Chart) -> Result<(), XlsxError> {
    let mut out = x::Chart::new(match chart.kind {
        ChartKind::Line => ChartType::Line,
        ChartKind::Column => ChartType::Column,
        ChartKind::StackedColumn => ChartType::ColumnStacked,
        ChartKind::StackedBar => ChartType::BarStacked,
        ChartKind::Scatter => ChartType::Scatter,
    });
    out.set_width(chart.width).set_height(chart.height).set_alt_text(cut(&chart.alt, ALT));
    out.chart_area().set_format(ChartFormat::new().set_no_border());
    let mut font = ChartFont::new();
    font.set_size(9).set_color(TEXT);
    if chart.title.is_empty() {
        out.title().set_hidden();
    } else {
        let mut bold = ChartFont::new();
        bold.set_bold().set_size(11).set_color(TEXT);
        out.title().set_name(chart.title.as_str()).set_font(&bold);
    }
    if chart.legend {
        out.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
        // Two ends of one range share a name, which is said once.
        let said = |n: &usize| chart.series[..*n].iter().any(|s| s.name == chart.series[*n].name);
        out.legend().delete_entries(&(0..chart.series.len()).filter(said).collect::<Vec<_>>());
    } else {
        out.legend().set_hidden();
    }
    out.show_hidden_data();
    if chart.over_gaps {
        out.show_empty_cells_as(ChartEmptyCells::Connected);
    }
    for series in &chart.series {
        add_series(&mut out, chart.kind, series, &font);
    }
    let axes = [(&chart.x_title, chart.x_range), (&chart.y_title, chart.y_range)];
    for (n, (title, range)) in axes.into_iter().enumerate() {
        let axis = if n == 0 { out.x_axis() } else { out.y_axis() };
        axis.set_font(&font);
        if !title.is_empty() {
            axis.set_name(title.as_str()).set_name_font(&font);
        }
        if let Some((min, max)) = range {
            axis.set_min(min).set_max(max);
        }
        // In a bar chart the categories stand on the y axis.
        if (n == 0) == (chart.kind == ChartKind::StackedBar) {
            axis.set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(GRID).set_width(0.75));
        }
    }
    if !chart.x_format.is_empty() {
        out.x_axis().set_num_format(&chart.x_format);
    }
    if !chart.y_format.is_empty() {
        out.y_axis().set_num_format(&chart.y_format);
    }
    // The first category reads at the top, and the scale stays below.
    if chart.kind == ChartKind::StackedBar {
        out.y_axis().set_reverse().set_major_gridlines(false);
        out.x_axis().set_label_position(ChartAxisLabelPosition::High);
    }
    // A year has four quarters: the same quarter of every year is named, and the names stay level.
    if chart.kind == ChartKind::Line {
        out.x_axis().set_label_interval(4).set_tick_interval(4);
    }
    // Categories stay below the plot when values are negative.
    if chart.kind != ChartKind::StackedBar {
        out.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    }
    sheet.insert_chart(chart.row, chart.column, &out)?;
    Ok(())
}

fn add_series(chart: &mut x::Chart, kind: ChartKind, series: &ChartSeries, font: &ChartFont) {
    let range = |(r1, c1, r2, c2): (u32, u16, u32, u16)| (series.sheet.as_str(), r1, c1, r2, c2);
    let out = chart.add_series();
    out.set_name(series.name.as_str()).set_categories(range(series.categories)).set_values(range(series.values));
    let colour = if series.colour.is_empty() { TEXT } else { series.colour.as_str() };
    let fill = || {
        let mut f = ChartFormat::new();
        f.set_solid_fill(ChartSolidFill::new().set_color(colour));
        f
    };
    let mut format = ChartFormat::new();
    match kind {
        ChartKind::Line | ChartKind::Scatter => {
            match series.look.line() {
                None => _ = format.set_no_line(),
                Some((width, dashes)) => {
                    let mut line = ChartLine::new();
                    line.set_color(colour).set_width(width);
                    dashes.map(|dashes| line.set_dash_type(dashes));
                    format.set_line(&line);
                }
            }
            let mut marker = ChartMarker::new();
            if series.look == SeriesLook::Points {
                marker.set_type(ChartMarkerType::Circle).set_size(8).set_format(&mut fill());
            } else {
                marker.set_none();
            }
            out.set_marker(&marker);
        }
        _ => {
            format = fill();
            // A pale fill is told from the page by the line around it.
            if let Some(edge) = colour::standing_out(colour, GROUND, FOR_MARKS) {
                format.set_border(ChartLine::new().set_color(edge.as_str()).set_width(0.75));
            }
            out.set_gap(60);
        }
    }
    out.set_format(&mut format);
    if !series.labels.is_empty() {
        let mut base = ChartDataLabel::new();
        base.show_value().set_font(font);
        if matches!(kind, ChartKind::Line | ChartKind::Scatter) {
            base.set_position(ChartDataLabelPosition::Above);
        }
        let label = |text: &String| match text.as_str() {
            "" => ChartDataLabel::new().set_hidden().to_custom(),
            text => ChartDataLabel::new().set_value(text).set_font(font).to_custom(),
        };
        let labels: Vec<ChartDataLabel> = series.labels.iter().map(label).collect();
        out.set_data_label(&base).set_custom_data_labels(&labels);
    }
}
