using System.Text;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Steering;

/// <summary>Open data of one month. An empty cell is a count that is small or would give a small one away.</summary>
internal static class MonthCsv
{
    public static byte[] Write(MonthFigures figures)
    {
        var text = new StringBuilder("mois;compte_le;decoupage;valeur;demandes;servies;retirees;injoignables;ouvertes;attente_mediane_s;attente_9e_decile_s\r\n");
        var a = figures.Account;
        Row("ensemble", "", figures.Asked, a.Served, a.Withdrawn, a.Unreachable, a.Open.Waiting + a.Open.Offered + a.Open.WithCounsellor + a.Open.Promised + a.Open.Absent, figures.FirstHuman);
        foreach (var share in figures.ByTerritory) Share("territoire", share.Territory ?? "non indique", share);
        foreach (var share in figures.ByChannel) Share("canal", share.Channel, share);
        foreach (var share in figures.ByLanguage) Share("langue", share.Language, share);
        return FrenchCsv.Bytes(text);

        void Share(string split, string value, RegisterShare s) => Row(split, value, s.Asked, s.Served, s.Withdrawn, s.Unreachable, s.Open, s.FirstHumanSeconds);

        void Row(string split, string value, long? asked, long? served, long? withdrawn, long? unreachable, long? open, WaitSeconds wait) => text.Append(FrenchCsv.Culture,
            $"{figures.Month:yyyy-MM};{figures.AsOf.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'};{split};{FrenchCsv.Cell(value)};{asked};{served};{withdrawn};{unreachable};{open};{wait.P50:0.#};{wait.P90:0.#}\r\n");
    }
}
