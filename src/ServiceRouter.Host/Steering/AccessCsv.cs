using System.Globalization;
using System.Text;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Host.Steering;

/// <summary>The comparison for a French spreadsheet: UTF-8 with a byte order mark, semicolons, decimal commas. Waits in seconds, shares from 0 to 1.</summary>
internal static class AccessCsv
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static byte[] Write(AccessFigures figures)
    {
        var text = new StringBuilder("decoupage;valeur;mesure;personnes;groupe;tous_les_autres;inegal;hasard_exclu\r\n");
        foreach (var c in figures.Comparisons)
            text.Append(French, $"{Split(c.Split)};{FiguresCsv.Cell(c.Part ?? "non indique")};{Measure(c.Measure)};{c.People};{c.Here:0.####};{c.Elsewhere:0.####};{Yes(c.IsUneven)};{Yes(c.IsGap)}\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Split(AccessSplit split) => split switch { AccessSplit.Territory => "territoire", AccessSplit.Channel => "canal", AccessSplit.Language => "langue", _ => "besoin" };

    private static string Measure(AccessMeasure measure) => measure switch { AccessMeasure.Wait => "attente_9e_decile_s", AccessMeasure.LeftWithoutAnswer => "part_sans_reponse", _ => "part_avis_mauvais" };

    private static string Yes(bool value) => value ? "oui" : "non";
}
