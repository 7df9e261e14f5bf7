using System.Text;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Host.Steering;

/// <summary>The comparison for a spreadsheet. Waits in seconds, shares from 0 to 1.</summary>
internal static class AccessCsv
{
    public static byte[] Write(AccessFigures figures)
    {
        var text = new StringBuilder("decoupage;valeur;mesure;personnes;groupe;tous_les_autres;inegal;hasard_exclu\r\n");
        foreach (var c in figures.Comparisons)
            text.Append(FrenchCsv.Culture, $"{Split(c.Split)};{FrenchCsv.Cell(c.Part ?? "non indique")};{Measure(c.Measure)};{c.People};{c.Here:0.####};{c.Elsewhere:0.####};{Yes(c.IsUneven)};{Yes(c.IsGap)}\r\n");
        return FrenchCsv.Bytes(text);
    }

    private static string Split(AccessSplit split) => split switch { AccessSplit.Territory => "territoire", AccessSplit.Channel => "canal", AccessSplit.Language => "langue", _ => "besoin" };

    private static string Measure(AccessMeasure measure) => measure switch { AccessMeasure.Wait => "attente_9e_decile_s", AccessMeasure.LeftWithoutAnswer => "part_sans_reponse", _ => "part_avis_mauvais" };

    private static string Yes(bool value) => value ? "oui" : "non";
}
