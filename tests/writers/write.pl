# Writes the form with Perl's two writers: write.pl plan.json OUT
use strict;
use warnings;
use B ();
use JSON::PP;
use Spreadsheet::WriteExcel;
use Excel::Writer::XLSX;

my ($file, $out) = @ARGV;
open my $in, '<:raw', $file or die $!;
my $plan = decode_json(do { local $/; <$in> });

for my $writer (["Spreadsheet::WriteExcel", "xls"], ["Excel::Writer::XLSX", "xlsx"]) {
    my ($class, $suffix) = @$writer;
    (my $name = $class) =~ s/::/ /g;
    my $book = $class->new("$out/$name.$suffix") or die $!;
    my $sheet = $book->add_worksheet($plan->{sheet});
    my $x = 0;
    for my $row (@{ $plan->{cells} }) {
        my $y = 0;
        for my $cell (@$row) {
            if (ref $cell) {
                my $code = $cell->{day} ? 'dd/mm/yyyy' : $cell->{format};
                my $style = $code ? $book->add_format(num_format => $code) : undef;
                if ($cell->{day}) { $sheet->write_date_time($x, $y, "$cell->{day}T", $style) }
                elsif ($cell->{formula}) { $sheet->write_formula($x, $y, "=$cell->{formula}", $style) }
                else { $sheet->write_number($x, $y, $cell->{value}, $style) }
            }
            elsif (defined $cell) {
                # A text of digits stays a text.
                my $text = B::svref_2object(\$cell)->FLAGS & B::SVf_POK;
                $text ? $sheet->write_string($x, $y, $cell) : $sheet->write_number($x, $y, $cell);
            }
            $y++;
        }
        $x++;
    }
    $book->close;
}
