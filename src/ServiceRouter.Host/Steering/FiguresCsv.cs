using System.Text;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Steering;

/// <summary>Figures for a spreadsheet.</summary>
internal static class FiguresCsv
{
    public static byte[] Write(SteeringFigures figures)
    {
        var text = new StringBuilder("decoupage;valeur;demandes;servies;retirees;injoignables;ouvertes;part_repondue;attente_mediane_s;attente_9e_decile_s\r\n");
        Row("ensemble", "", figures.Account, figures.FirstHuman);
        foreach (var share in figures.ByTerritory) Row("territoire", share.Name ?? "non indique", share.Account, share.FirstHuman);
        foreach (var share in figures.ByChannel) Row("canal", share.Name ?? "", share.Account, share.FirstHuman);
        foreach (var share in figures.ByLanguage) Row("langue", share.Name ?? "", share.Account, share.FirstHuman);
        return FrenchCsv.Bytes(text);

        void Row(string split, string value, LedgerAccount a, WaitSeconds wait) => text.Append(FrenchCsv.Culture,
            $"{split};{FrenchCsv.Cell(value)};{a.Accounted};{a.Served};{a.Withdrawn};{a.Unreachable};{a.Open.Waiting + a.Open.Offered + a.Open.WithCounsellor + a.Open.Promised + a.Open.Absent};{a.AnsweredRate:0.####};{wait.P50:0.#};{wait.P90:0.#}\r\n");
    }
}
