using System.Text;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Steering;

/// <summary>The counsellors for a spreadsheet. Not who is at work: a file that is kept would say when somebody was. Nor why somebody has an alias.</summary>
internal static class CounsellorsCsv
{
    public static byte[] Write(IEnumerable<CounsellorSheet> counsellors, FlowShelf flows)
    {
        var text = new StringBuilder("compte;nom;prenom;nom_d_emprunt;espace;departement;nom_du_departement;qualite;competences;langues\r\n");
        foreach (var c in counsellors)
        {
            var said = c.Description;
            var cells = (string?[])
            [
                c.Id, c.LastName, c.FirstName, said.Alias, said.SpaceName, said.Territory, Departments.Find(said.Territory)?.Name, said.Quality,
                CounsellorWords.Skills(said.Skills, flows), CounsellorWords.Languages(said.Languages),
            ];
            text.AppendJoin(';', cells.Select(FrenchCsv.Cell)).Append("\r\n");
        }
        return FrenchCsv.Bytes(text);
    }
}
