using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LaterLanguage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "later_language",
                table: "handoffs",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "later_language",
                table: "handoffs");
        }
    }
}
