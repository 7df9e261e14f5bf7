using System.Globalization;
using System.Text;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Steering;

/// <summary>Figures for a French spreadsheet: UTF-8 with a byte order mark, semicolons, decimal commas.</summary>
internal static class FiguresCsv
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static byte[] Write(SteeringFigures figures)
    {
        var text = new StringBuilder("decoupage;valeur;demandes;servies;retirees;injoignables;ouvertes;part_repondue;attente_mediane_s;attente_9e_decile_s\r\n");
        Row("ensemble", "", figures.Account, figures.FirstHuman);
        foreach (var share in figures.ByTerritory) Row("territoire", share.Name ?? "non indique", share.Account, share.FirstHuman);
        foreach (var share in figures.ByChannel) Row("canal", share.Name ?? "", share.Account, share.FirstHuman);
        foreach (var share in figures.ByLanguage) Row("langue", share.Name ?? "", share.Account, share.FirstHuman);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];

        void Row(string split, string value, LedgerAccount a, WaitSeconds wait) => text.Append(French,
            $"{split};{Cell(value)};{a.Accounted};{a.Served};{a.Withdrawn};{a.Unreachable};{a.Open.Waiting + a.Open.Offered + a.Open.WithCounsellor + a.Open.Promised + a.Open.Absent};{a.AnsweredRate:0.####};{wait.P50:0.#};{wait.P90:0.#}\r\n");
    }

    // A value that begins like a formula must not become one in the spreadsheet.
    internal static string Cell(string value)
    {
        var plain = value.Replace("\"", "\"\"", StringComparison.Ordinal);
        if (plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@') plain = $"'{plain}";
        return plain.AsSpan().ContainsAny(';', '"', '\n') ? $"\"{plain}\"" : plain;
    }
}
