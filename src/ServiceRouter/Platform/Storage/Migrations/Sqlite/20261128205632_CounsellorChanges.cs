using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CounsellorChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "counsellor_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    person = table.Column<string>(type: "TEXT", nullable: false),
                    fields = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counsellor_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_changes_at",
                table: "counsellor_changes",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_changes_counsellor_id_version",
                table: "counsellor_changes",
                columns: new[] { "counsellor_id", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "counsellor_changes");
        }
    }
}
